"""Several processes of one service share their work, and do nothing twice."""

import asyncio
from uuid import uuid4

import psutil
from shared.database import Database
from shared.relay import LEADER_LOCK

from tests import issuing
from tests.contacts.given import on_duty, registration
from tests.journeys.planting import BODIES
from tests.operations.conftest import Begin
from tests.operations.replicas import Replica, asking
from tests.platform import Platform
from tests.waiting import eventually

MISSED = BODIES["contacts", "post", "/v1/missed-attempts"]
LEADERS = """
SELECT activity.client_port FROM pg_locks JOIN pg_stat_activity activity USING (pid)
WHERE locktype = 'advisory' AND granted AND objid = $1 AND activity.datname = current_database()
"""


async def leaders(database: Database, among: list[Replica]) -> list[Replica]:
    """Return the processes that hold the relay's lock."""
    async with database.hot_commit() as connection:
        ports = {row["client_port"] for row in await connection.fetch(LEADERS, LEADER_LOCK)}
    return [
        replica
        for replica in among
        if ports & {one.laddr.port for one in psutil.Process(replica.running.pid).net_connections()}
    ]


async def test_one_key_has_one_effect_at_two_apis_and_each_counts_its_own_requests(
    platform: Platform, begin: Begin
) -> None:
    apis = [await begin("contacts", "api", RATE_LIMIT="5/hour") for _ in range(2)]
    database = await platform.database("contacts")
    async with asking(**issuing.header_for()) as client:
        key = {"Idempotency-Key": str(uuid4())}
        posts = (
            client.post(f"{api.address}/v1/missed-attempts", json=MISSED, headers=key)
            for api in apis
        )
        first, second = await asyncio.gather(*posts)
        assert (first.status_code, first.json()) == (201, second.json())
        for api in apis:
            asked = [await client.get(f"{api.address}/v1/missed-attempts") for _ in range(5)]
            assert [answer.status_code for answer in asked] == [200] * 4 + [429]
            assert len(asked[0].json()["items"]) == 1
            assert int(asked[-1].headers["retry-after"]) > 0
    # APIs tell nothing: that is for workers
    assert await leaders(database, apis) == []


async def test_an_api_knows_by_itself_who_surely_had_no_shift(
    platform: Platform, begin: Begin
) -> None:
    api = await begin("contacts", "api")
    await asyncio.gather(begin("contacts", "worker"), begin("volunteers", "worker"))
    await on_duty(platform)
    async with asking(**issuing.header_for()) as client:
        known = await client.post(f"{api.address}/v1/contacts", json=registration())
        assert (known.status_code, known.json()["dutyVerified"]) == (201, True)
    stranger = uuid4()
    async with asking(**issuing.header_for(person=stranger)) as client:
        other = registration(volunteerId=str(stranger))
        unknown = await client.post(f"{api.address}/v1/contacts", json=other)
    assert unknown.status_code == 409
    assert unknown.json()["type"] == "urn:hulpopafstand:problem:volunteer-not-on-duty"


async def test_one_of_two_workers_leads_and_the_other_follows_when_it_leaves(
    platform: Platform, begin: Begin
) -> None:
    workers = [await begin("contacts", "worker") for _ in range(2)]
    database = await platform.database("contacts")
    [leader] = await eventually(lambda: leaders(database, workers))
    leader.ask_to_leave()
    await leader.left()
    others = [worker for worker in workers if worker is not leader]
    assert await eventually(lambda: leaders(database, others)) == others
