"""Supervisors are appointed at a location, and certified up to a day."""

from uuid import uuid4

from shared.roles import Role

from tests import issuing
from tests.volunteers import caring

SERVES = {"competencies": ["training", "evaluation"], "firstDay": "2026-01-01"}


async def test_staff_get_an_id_and_a_volunteer_is_appointed_once(platform):
    service = await platform.service("volunteers")
    location = await caring.a_location(service.database)
    volunteer = await caring.a_volunteer(service.database, location)
    appointed = {"locationId": f"{location}", **SERVES}

    staff = await caring.said(await service.client.post("/v1/supervisors", json=appointed), 201)
    mentor = appointed | {"supervisorId": f"{volunteer}"}
    await caring.said(await service.client.post("/v1/supervisors", json=mentor), 201)
    again = await service.client.post("/v1/supervisors", json=mentor)

    assert caring.refused(again) == (409, "already-supervisor")
    here = issuing.header_for(Role.TRAINER, locations=(location,))
    listed = await caring.said(await service.client.get("/v1/supervisors", headers=here))
    assert {one["supervisorId"] for one in listed["items"]} == {
        staff["supervisorId"], f"{volunteer}"
    }  # fmt: skip
    elsewhere = issuing.header_for(Role.COORDINATOR, locations=(uuid4(),))
    answer = await service.client.post("/v1/supervisors", json=appointed, headers=elsewhere)
    assert caring.refused(answer) == (403, "beyond-reach")


async def test_certificates_add_up_and_days_are_in_order(platform):
    service = await platform.service("volunteers")
    location = await caring.a_location(service.database)
    body = {"locationId": f"{location}", **SERVES}
    made = await caring.said(await service.client.post("/v1/supervisors", json=body), 201)
    path = f"/v1/supervisors/{made['supervisorId']}"

    for year in (2024, 2026):
        certificate = {"kind": "supervisor", "issuedOn": f"{year}-01-01",
                       "lastDay": f"{year + 2}-12-31"}  # fmt: skip
        answer = await service.client.post(f"{path}/certificates", json=certificate)
    view = await caring.said(answer, 201)
    assert [one["lastDay"] for one in view["certificates"]] == ["2026-12-31", "2028-12-31"]
    changed = SERVES | {"competencies": ["evaluation"], "lastDay": "2027-01-01"}
    view = await caring.said(await service.client.put(path, json=changed))
    assert (view["competencies"], view["lastDay"]) == (["evaluation"], "2027-01-01")
    for wrong, to in (
        ({"kind": "trainer", "issuedOn": "2026-02-01", "lastDay": "2026-01-31"}, "/certificates"),
        (SERVES | {"lastDay": "2025-12-31"}, ""),
    ):
        method = service.client.post if to else service.client.put
        assert caring.refused(await method(path + to, json=wrong)) == (400, "days-reversed")
    missing = await service.client.put(f"/v1/supervisors/{uuid4()}", json=changed)
    assert caring.refused(missing) == (404, "supervisor-not-found")
