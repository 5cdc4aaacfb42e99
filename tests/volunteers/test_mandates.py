"""Who may act where, by the table: refused otherwise, from the moment it is changed."""

from uuid import uuid4

import httpx
from shared.roles import Role

from tests import issuing
from tests.platform import Platform
from tests.volunteers import desk


def account(*roles: Role, subject: str, **claims: object) -> dict[str, str]:
    token = issuing.issuer().token(*roles, subject=subject, **claims)
    return {"Authorization": f"Bearer {token}"}


async def status(client: httpx.AsyncClient, path: str, header: dict[str, str]) -> str:
    """Return what is answered: the code of a refusal, or the status."""
    answer = await client.get(f"/v1{path}", headers=header)
    return str(answer.json().get("type", answer.status_code)).rsplit(":", 1)[-1]


async def test_a_volunteer_is_acted_for_by_the_account_that_has_the_mandate(
    platform: Platform,
) -> None:
    client = (await platform.service("volunteers")).client
    (one,) = await desk.volunteers(client, await desk.a_location(client))
    me = account(Role.LISTENER, subject="me", person=one)
    impostor = account(Role.LISTENER, subject="impostor", person=one)
    path = f"/volunteers/{one}"
    assert {await status(client, path, who) for who in (me, impostor)} == {"200"}

    given = await desk.post(
        client, "/mandates", subject="me", role="listener", volunteerId=one, firstDay="2016-01-01"
    )

    assert "me" not in given.values()
    assert await status(client, path, me) == "200"
    assert await status(client, path, impostor) == "bound-to-another"
    # The issuer need not name the volunteer: the mandate does.
    assert await status(client, path, account(Role.LISTENER, subject="me")) == "200"
    ended = await client.delete(f"/v1/mandates/{given['mandateId']}")
    assert ended.status_code == 200
    assert await status(client, path, me) == "role-too-low"
    assert await status(client, path, impostor) == "bound-to-another"


async def test_a_coordinator_acts_where_and_when_a_mandate_says(platform: Platform) -> None:
    client = (await platform.service("volunteers")).client
    here, there = await desk.a_location(client), await desk.a_location(client)
    (mine,), (other,) = await desk.volunteers(client, here), await desk.volunteers(client, there)
    nation = account(Role.COORDINATOR, subject="coordinator")
    assert await status(client, f"/volunteers/{other}", nation) == "200"

    mandate = {"subject": "coordinator", "role": "coordinator", "firstDay": "2016-01-01"}
    await desk.post(client, "/mandates", **mandate, locationId=here)
    await desk.post(client, "/mandates", **mandate, locationId=there, lastDay="2016-12-31")

    assert await status(client, f"/volunteers/{mine}", nation) == "200"
    assert await status(client, f"/volunteers/{other}", nation) == "beyond-reach"
    # The token's claim still limits: it names another location.
    cut = account(Role.COORDINATOR, subject="coordinator", locations=[there])
    assert await status(client, f"/volunteers/{mine}", cut) == "role-too-low"
    listed = (await client.get("/v1/mandates", headers=nation)).json()["items"]
    assert {item["locationId"] for item in listed} == {here}


async def test_a_mandate_for_nobody_or_beyond_ones_reach_is_refused(platform: Platform) -> None:
    client = (await platform.service("volunteers")).client
    here, there = await desk.a_location(client), await desk.a_location(client)
    body = {"subject": "x", "role": "trainer", "firstDay": "2016-01-01"}

    assert (await desk.refusal(client, "/mandates", **body))[0] == "mandate-unclear"
    nobody = await desk.refusal(client, "/mandates", **body, locationId=str(uuid4()))
    assert nobody[0] == "nobody-to-act-for"
    local = issuing.header_for(Role.COORDINATOR, locations=(here,))
    answer = await client.post("/v1/mandates", json=body | {"locationId": there}, headers=local)
    assert answer.json()["type"].endswith("beyond-reach")


async def test_who_acts_for_a_location_that_merged_acts_for_its_successor(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers")
    client = service.client
    old, new = await desk.a_location(client), await desk.a_location(client)
    (one,) = await desk.volunteers(client, new)
    async with service.database.commit() as connection:
        await connection.execute(
            "UPDATE location SET merged_into = $2 WHERE location_id = $1", old, new
        )
    header = account(Role.COORDINATOR, subject="local", locations=[old])
    assert await status(client, f"/volunteers/{one}", header) == "200"
