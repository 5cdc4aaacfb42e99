"""A look at the outbox costs what is new, and misses nothing that commits late."""

import asyncio
import json
import random

import pytest
from nats.aio.client import Client
from shared.database import Connection
from shared.outbox import record
from shared.outbox_reading import BATCH, NEXT, NOTHING_UNSENT, Reading, next_rows, refresh
from shared.relay import relay_batch

from shared import outbox_reading
from tests.shared.probe import Probe
from tests.shared.test_relay import all_sent, bus, on_stream, relaying, row, tell

__all__ = ["bus"]
SENT_ROWS = 20_000
FILL = """
INSERT INTO outbox (event_id, subject, headers, data)
SELECT gen_random_uuid(), 'volunteers.location_opened.v1', '{}', '{}' FROM generate_series(1, $1)
"""


async def refreshed(connection: Connection, reading: Reading) -> None:
    reading.refresh_at = 0.0
    await refresh(connection, reading)


async def pages(connection: Connection, query: str, *values: object) -> int:
    """Return how many pages a query looks at."""
    plan = json.loads(await connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}", *values))
    found: int = plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"]
    return found


async def test_under_an_old_snapshot_a_look_does_not_walk_what_was_sent(probe: Probe) -> None:
    connection = await probe.database.connect()
    await connection.execute(FILL, SENT_ROWS)
    old = await probe.database.connect()
    reading = Reading()
    async with old.transaction(isolation="repeatable_read", readonly=True):
        await old.fetch("SELECT FROM outbox LIMIT 1")
        await connection.execute("UPDATE outbox SET sent_at = now()")
        await connection.execute("VACUUM ANALYZE outbox")
        for _ in range(2):
            await refreshed(connection, reading)
            reading.settle(await next_rows(connection, reading))
        from_the_start = await pages(connection, NEXT, 0, [], BATCH)
        from_the_floor = await pages(connection, NEXT, reading.floor, [], BATCH)
        idle = await pages(connection, NOTHING_UNSENT, reading.floor)
    assert reading.floor == SENT_ROWS
    assert from_the_start > SENT_ROWS / 100
    assert from_the_floor < from_the_start / 50
    assert idle < from_the_start / 50
    for one in (connection, old):
        one.terminate()


async def test_it_never_passes_an_id_that_may_still_appear(probe: Probe, bus: Client) -> None:
    connection, reading = await probe.database.connect(), Reading()
    await tell(probe, row("before"))
    async with probe.database.commit() as slow:
        await record(slow, row("begun first"))
        taken = await slow.fetchval("SELECT max(id) FROM outbox")
        await tell(probe, row("committed first"))
        for _ in range(4):
            await refreshed(connection, reading)
            await relay_batch(connection, bus, reading)
        assert reading.floor < taken
    for _ in range(4):
        await refreshed(connection, reading)
        await relay_batch(connection, bus, reading)
    assert reading.floor == taken + 1
    assert await on_stream(probe) == ["before", "committed first", "begun first"]
    connection.terminate()


async def test_nothing_is_missed_while_many_commit_out_of_order(
    probe: Probe, bus: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The floor moves at every look, for a minute nobody looks from the start."""
    monkeypatch.setattr(outbox_reading, "REFRESH_SECONDS", 0.0)
    chance = random.Random(2016)

    async def writer(number: int) -> None:
        for place in range(20):
            async with probe.database.commit() as connection:
                await record(connection, row(f"{number}/{place}", aggregate_id=number))
                for _ in range(chance.randrange(20)):
                    await connection.execute("SELECT 1")

    async with relaying(probe, bus):
        await asyncio.gather(*(writer(number) for number in range(8)))
        await all_sent(probe)
    told = await on_stream(probe)
    for number in range(8):
        mine = [name for name in told if name.startswith(f"{number}/")]
        assert mine == [f"{number}/{place}" for place in range(20)]


async def test_old_rows_that_a_person_changed_are_found_within_the_minute(
    probe: Probe, bus: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after `UPDATE outbox SET sent_at = NULL`, by which streams are made again."""
    monkeypatch.setattr(outbox_reading, "REFRESH_SECONDS", 0.0)
    monkeypatch.setattr(outbox_reading, "FROM_START_SECONDS", 0.2)
    async with relaying(probe, bus):
        await tell(probe, *(row(str(number)) for number in range(5)))
        await all_sent(probe)
        await bus.jetstream().purge_stream("VOLUNTEERS")
        await probe.rows("UPDATE outbox SET sent_at = NULL")
        await all_sent(probe)
