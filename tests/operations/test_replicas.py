"""Several processes of one service share their work, and do nothing twice."""

import asyncio
import signal
from datetime import UTC, datetime
from uuid import uuid4

from shared.database import Database
from shared.events.volunteers import LocationOpened
from shared.outbox import outbox_row, record

from tests import issuing
from tests.contacts.given import on_duty, registration
from tests.journeys.planting import BODIES
from tests.operations.conftest import Begin
from tests.operations.replicas import Replica, asking
from tests.platform import Platform
from tests.shared.probe import location as place
from tests.waiting import eventually

MISSED = BODIES["contacts", "post", "/v1/missed-attempts"]
NOW = datetime(2016, 3, 1, tzinfo=UTC)
LEADER = "SELECT holder FROM relay_lease WHERE expires_at > clock_timestamp()"


async def leaders(database: Database, among: list[Replica]) -> list[Replica]:
    """Return the processes that hold the relay's lease: one at most."""
    async with database.commit() as connection:
        holder = await connection.fetchval(LEADER) or ""
    return [replica for replica in among if f"/{replica.running.pid}/" in holder]


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


async def test_a_leader_that_stands_still_loses_the_lead_and_does_no_harm_when_it_wakes_up(
    platform: Platform, begin: Begin
) -> None:
    workers = [await begin("volunteers", "worker") for _ in range(2)]
    database = await platform.database("volunteers")
    names = [str(number) for number in range(30)]

    async def tell(*told: str) -> None:
        rows = [outbox_row(place(name), aggregate_id=1, version=1, now=NOW) for name in told]
        async with database.commit() as connection:
            await record(connection, *rows)

    async def all_sent() -> bool:
        async with database.commit() as connection:
            return not await connection.fetch("SELECT FROM outbox WHERE sent_at IS NULL")

    [leader] = await eventually(lambda: leaders(database, workers))
    others = [worker for worker in workers if worker is not leader]
    leader.running.send_signal(signal.SIGSTOP)
    try:
        await tell(*names[:10])
        await eventually(all_sent)
        assert await leaders(database, workers) == others
        await tell(*names[10:20])
    finally:
        leader.running.send_signal(signal.SIGCONT)
    await tell(*names[20:])
    await eventually(all_sent)
    assert [one.data.name for one in await platform.published(LocationOpened)] == names
    assert await leaders(database, workers) == others
