"""Every endpoint and role, with somebody else's record: a row of own records opens no other.

Two people at two locations: each asks for what is the other's, and is refused; then for the same
as its owner, and is answered, so that no refusal here is for another reason.
"""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from shared.reach import Reach
from shared.roles import ALL, OWN, OWN_LOCATIONS, Role

from tests import issuing
from tests.http.asking import SERVICES, Served, is_problem
from tests.http.conftest import Serve
from tests.http.records import (
    ANYBODY,
    OF_THE_NATION,
    SOCKET,
    Somebody,
    case,
    contact_of,
    made,
    open_location,
    with_contacts,
)
from tests.http.records_of_care import with_care
from tests.http.records_of_volunteers import place_of, training_of, with_shifts

# Of what names nobody else's record: it is done for oneself, or refused by a rule.
OWN_ANSWERS = (200, 201, 204, 303, 404, 409, 412)


async def ask(served: Served, operation: str, of: Somebody, by: dict[str, str]) -> httpx.Response:
    method, path = operation.split(" ")
    asked = case(operation, of)
    address = path.format(**of.ids) + (asked.query or ("?limit=500" if asked.lists else ""))
    return await served.client.request(
        method, address, json=asked.body, data=asked.form, headers=by | asked.headers
    )


# Whoever pauses gives back what others ask for, and who left or was erased is listed nowhere: this
# is asked in the end.
LAST = (
    "POST /volunteers/me/when/pause",
    "POST /volunteers/me/when/resumption",
    "POST /volunteers/me/leaving",
    "POST /volunteers/me/leaving/erasure",
    "POST /v1/volunteers/{volunteer_id}/departure",
    "DELETE /v1/volunteers/{volunteer_id}/personal-data",
)


def limited(served: Served) -> Iterator[tuple[str, Role]]:
    """Yield every operation with every role whose records there are limited."""
    for operation in sorted(served.table, key=lambda each: each in LAST):
        for role, records in served.table[operation].items():
            if records is not ALL and operation not in (*OF_THE_NATION, SOCKET):
                yield operation, role


async def two(serve: Serve) -> tuple[dict[str, Served], Somebody, Somebody]:
    """Return the services, and two people at two locations, each with records of each kind."""
    served = {service: await serve(service) for service in SERVICES}
    people = [Somebody(await open_location(served["volunteers"], name)) for name in ("A", "B")]
    for one in people:
        await with_shifts(served["volunteers"], one)
        await with_contacts(served["contacts"], one)
        await with_care(served["volunteers"], one)
    return served, people[0], people[1]


@pytest.mark.parametrize("service", SERVICES)
async def test_no_role_reaches_somebody_elses_record_and_each_reaches_its_own(
    serve: Serve, service: str
) -> None:
    services, me, other = await two(serve)
    served = services[service]
    wrong = []
    for operation, role in limited(served):
        answer = await ask(served, operation, other, me.header(role))
        hidden = case(operation, other).lists
        if hidden:
            fine = answer.status_code == 200 and other.ids[hidden] not in answer.text
            fine = fine and str(other.person) not in answer.text
        elif case(operation, other).own:
            fine = answer.status_code in OWN_ANSWERS and str(other.person) not in answer.text
        else:
            status, code = case(operation, other).refused
            fine = answer.status_code == status and answer.json()["type"].endswith(f":{code}")
        if not fine:
            wrong.append((operation, role, answer.status_code))
    for operation, role in limited(served):
        answer = await ask(served, operation, other, other.header(role))
        shown = case(operation, other).lists
        # What was done before may stand in the way (409, 412): that is no matter of reach.
        fine = answer.status_code in (200, 201, 204, 303, 409, 412)
        if not fine or (shown and other.ids[shown] not in answer.text):
            wrong.append((operation, role, answer.status_code, "as its owner"))
    assert not wrong


@pytest.mark.parametrize("service", SERVICES)
async def test_a_token_that_names_nobody_reaches_nobodys_record(serve: Serve, service: str) -> None:
    services, _, other = await two(serve)
    served = services[service]
    nobody = {role: issuing.header_for(role, person=None) for role in (Role.LISTENER, Role.TRAINER)}
    nowhere = issuing.header_for(Role.COORDINATOR, Role.TRAINER, locations=())
    for operation, role in limited(served):
        if served.table[operation][role] is OWN:
            answer = await ask(served, operation, other, nobody[role])
        else:
            answer = await ask(served, operation, other, nowhere)
        is_problem(answer, 403, "nothing-within-reach")
        assert "the token does not say" in answer.json()["detail"]


async def test_a_mandate_limits_every_endpoint_of_volunteers_as_a_claim_does(serve: Serve) -> None:
    """A coordinator of the nation with a mandate for A, and an account that is not the listener's.

    What the first asks of B is refused as to who names A; what the second asks is, whatever it is.
    """
    services, me, other = await two(serve)
    served = services["volunteers"]
    mandates = [
        {"subject": "local", "role": role, "locationId": str(me.location)}
        for role in ("coordinator", "trainer")
    ] + [{"subject": "the listener", "role": "listener", "volunteerId": str(other.person)}]
    for mandate in mandates:
        body = mandate | {"firstDay": "2016-01-01"}
        await made(await served.client.post("/v1/mandates", json=body, headers=ANYBODY))
    local = issuing.issuer().token(Role.COORDINATOR, Role.TRAINER, subject="local")
    impostor = issuing.issuer().token(Role.LISTENER, person=str(other.person), subject="impostor")
    wrong = []
    for operation, role in limited(served):
        asked = case(operation, other)
        token = impostor if role is Role.LISTENER else local
        answer = await ask(served, operation, other, {"Authorization": f"Bearer {token}"})
        if role is Role.LISTENER:
            fine = answer.json()["type"].endswith(":bound-to-another")
        elif asked.lists:
            fine = answer.status_code == 200 and other.ids[asked.lists] not in answer.text
        else:
            fine = answer.status_code == asked.refused[0] or asked.own
        if not fine:
            wrong.append((operation, role, answer.status_code))
    assert not wrong


async def test_without_a_claim_of_locations_coordinators_act_for_the_nation_and_no_one_else(
    serve: Serve,
) -> None:
    services, me, other = await two(serve)
    nation = issuing.header_for(Role.COORDINATOR, person=me.person)
    for name, path, key in (("contacts", "/v1/contacts", "contact_id"),
                            ("volunteers", "/v1/volunteers", "volunteer_id")):  # fmt: skip
        listed = await services[name].client.get(f"{path}?limit=500", headers=nation)
        assert {me.ids[key], other.ids[key]} <= {*listed.text.split('"')}
    listener = issuing.header_for(Role.LISTENER, person=me.person)
    listed = await services["contacts"].client.get("/v1/contacts?limit=500", headers=listener)
    assert other.ids["contact_id"] not in listed.text
    # A location that is not open yet is nobody's.
    body = {"name": "Zaltbommel", "region": "Gelderland"}
    answer = await services["volunteers"].client.post(
        "/v1/locations", json=body, headers=me.header(Role.COORDINATOR)
    )
    is_problem(answer, 403, "beyond-reach")


async def test_a_listener_registers_and_corrects_in_nobody_elses_name(serve: Serve) -> None:
    services, me, other = await two(serve)
    contacts, header = services["contacts"], me.header(Role.LISTENER)
    posted = await contacts.client.post("/v1/contacts", json=contact_of(other), headers=header)
    is_problem(posted, 403, "beyond-reach")
    assert "volunteerId must be your own id" in posted.json()["detail"]
    # Nor is an own contact given to somebody else, nor somebody else's taken.
    for of, body in ((me, contact_of(other)), (other, contact_of(me))):
        path = f"/v1/contacts/{of.ids['contact_id']}"
        answer = await contacts.client.put(path, json=body, headers=header | {"If-Match": '"1"'})
        is_problem(answer, 403, "beyond-reach")


async def test_a_coordinator_gives_no_place_to_a_volunteer_of_another_location(
    serve: Serve,
) -> None:
    services, me, other = await two(serve)
    volunteers, header = services["volunteers"], me.header(Role.COORDINATOR, Role.TRAINER)
    path = f"/v1/shifts/{me.ids['shift_id']}/places"
    answer = await volunteers.client.post(path, json=place_of(other), headers=header)
    is_problem(answer, 403, "beyond-reach")
    assert str(other.person) in answer.json()["detail"]
    both = training_of(me) | {"volunteerIds": [str(me.person), str(other.person)]}
    answer = await volunteers.client.post("/v1/trainings", json=both, headers=header)
    is_problem(answer, 403, "beyond-reach")
    # A training of both is listed, with those of one's own location only.
    await made(await volunteers.client.post("/v1/trainings", json=both, headers=ANYBODY))
    listed = (await volunteers.client.get("/v1/trainings?limit=500", headers=header)).json()
    assert {one for item in listed["items"] for one in item["volunteerIds"]} == {str(me.person)}


def test_the_union_of_what_the_roles_open_is_reached_and_no_more() -> None:
    here, there, me, other = uuid4(), uuid4(), uuid4(), uuid4()
    reach = Reach(person=me, locations=frozenset({here}))
    assert reach.covers(person=me, location=there)
    assert reach.covers(person=other, location=here)
    assert not reach.covers(person=other, location=there)
    assert not reach.covers()
    assert not Reach().covers(person=None, location=None)
    assert Reach(everything=True).covers()
    assert not Reach(everything=True).is_own(other)
    assert {OWN, OWN_LOCATIONS, ALL} == {"own", "own locations", "all"}
