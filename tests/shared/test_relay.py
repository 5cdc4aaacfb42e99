"""From the outbox to the bus: everything once, in order, whatever goes away meanwhile."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import nats
import pytest
from nats.aio.client import Client
from shared.events.envelope import Event
from shared.events.partners import ReferralMadeFor113Online
from shared.events.volunteers import LocationOpened
from shared.outbox import OutboxRow, outbox_row, record
from shared.publishing import publish_atomically
from shared.relay import relay_batch, run_relay
from shared.telemetry import PARKED

from tests.shared.probe import Probe, location
from tests.waiting import end, eventually

NOW = datetime(2016, 3, 1, 12, 34, 56, tzinfo=UTC)


@pytest.fixture
async def bus(probe: Probe) -> AsyncIterator[Client]:
    client = await probe.platform.connect(max_reconnect_attempts=-1, reconnect_time_wait=0.05)
    yield client
    await client.close()


def row(name: str, *, aggregate_id: Any = 1, version: int = 1) -> OutboxRow:
    return outbox_row(location(name), aggregate_id=aggregate_id, version=version, now=NOW)


async def tell(probe: Probe, *rows: OutboxRow) -> None:
    async with probe.database.commit() as connection:
        await record(connection, *rows)


async def on_stream(probe: Probe, event: type[Event] = LocationOpened) -> list[str]:
    return [one.data.name for one in await probe.platform.published(event)]


async def relay_once(probe: Probe, bus: Client) -> int:
    connection = await probe.database.connect()
    try:
        return await relay_batch(connection, bus)
    finally:
        await connection.close()


@asynccontextmanager
async def relaying(probe: Probe, bus: Client) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(run_relay("probe", probe.database, bus))
    try:
        yield task
    finally:
        await end(task)


async def all_sent(probe: Probe, within: float = 20) -> None:
    async def sent() -> bool:
        return not await probe.rows(
            "SELECT FROM outbox WHERE sent_at IS NULL AND refused IS NULL LIMIT 1"
        )

    await eventually(sent, within)


async def test_a_batch_is_published_whole_and_in_order(probe: Probe, bus: Client) -> None:
    names = [str(number) for number in range(1200)]
    await tell(probe, *(row(name) for name in names))
    async with relaying(probe, bus):
        await all_sent(probe)
    messages = await probe.platform.messages("VOLUNTEERS")
    assert await on_stream(probe) == names
    batches = {message.headers["Nats-Batch-Id"] for message in messages}
    assert len(batches) == 3


async def test_a_batch_is_all_or_nothing(probe: Probe, bus: Client) -> None:
    """A relay that was cancelled in the middle of a batch leaves nothing of it."""
    await tell(probe, *(row(str(number)) for number in range(10)))
    rows = await probe.rows("SELECT id, event_id, subject, headers, data FROM outbox ORDER BY id")
    half: list[Any] = [dict(one) for one in rows[:5]]
    half[4]["subject"] = "no.stream.takes.this"
    with pytest.raises(nats.errors.Error):
        await publish_atomically(bus, half, 5)
    assert await on_stream(probe) == []
    await relay_once(probe, bus)
    assert await on_stream(probe) == [str(number) for number in range(10)]


async def test_what_was_published_but_not_marked_is_not_published_twice(
    probe: Probe, bus: Client
) -> None:
    """As after a kill between the publication and the mark."""
    await tell(probe, *(row(str(number)) for number in range(5)))
    await relay_once(probe, bus)
    for among in (
        "true",  # all of the batch
        "id % 2 = 0",  # some of it
    ):
        await probe.rows(f"UPDATE outbox SET sent_at = NULL WHERE {among}")
        await tell(probe, row(among))
        await relay_once(probe, bus)
        await all_sent(probe)
    await probe.rows("UPDATE outbox SET sent_at = NULL WHERE id = 1")  # one by itself
    await relay_once(probe, bus)
    assert await on_stream(probe) == ["0", "1", "2", "3", "4", "true", "id % 2 = 0"]
    assert not await probe.rows("SELECT FROM outbox WHERE sent_at IS NULL OR refused IS NOT NULL")


async def test_a_relay_that_is_killed_at_any_moment_loses_and_doubles_nothing(
    probe: Probe, bus: Client
) -> None:
    chance = random.Random(2016)
    names = [str(number) for number in range(400)]

    async def commit_all() -> None:
        for begin in range(0, 400, 20):
            await tell(probe, *(row(name) for name in names[begin : begin + 20]))

    committing = asyncio.create_task(commit_all())
    for _ in range(25):
        async with relaying(probe, bus) as task:
            for _ in range(chance.randrange(60)):
                await asyncio.sleep(0)
            task.cancel()
    await committing
    async with relaying(probe, bus):
        await all_sent(probe)
    assert await on_stream(probe) == names


async def test_what_commits_out_of_order_is_not_lost(probe: Probe, bus: Client) -> None:
    async with relaying(probe, bus):
        async with probe.database.commit() as slow:
            await record(slow, row("begun first"))
            await tell(probe, row("committed first"))

            async def one() -> bool:
                return await on_stream(probe) == ["committed first"]

            await eventually(one)
        await all_sent(probe)
    assert await on_stream(probe) == ["committed first", "begun first"]


async def test_each_aggregate_keeps_its_order_under_concurrent_commits(
    probe: Probe, bus: Client
) -> None:
    await probe.rows("CREATE TABLE aggregate (id int PRIMARY KEY, version int NOT NULL)")
    await probe.rows("INSERT INTO aggregate SELECT n, 0 FROM generate_series(1, 4) n")

    async def change(aggregate: int) -> None:
        async with probe.database.commit() as connection:
            version = await connection.fetchval(
                "UPDATE aggregate SET version = version + 1 WHERE id = $1 RETURNING version",
                aggregate,
            )
            await record(connection, row("x", aggregate_id=aggregate, version=version))

    async with relaying(probe, bus):
        await asyncio.gather(*(change(1 + number % 4) for number in range(200)))
        await all_sent(probe)
    told = await probe.platform.published(LocationOpened)
    for aggregate in range(1, 5):
        versions = [int(one.sequence) for one in told if one.aggregate_id == str(aggregate)]
        assert versions == list(range(1, 51))


async def test_what_the_broker_refuses_for_good_is_parked_and_those_behind_it_flow(
    probe: Probe, bus: Client
) -> None:
    before = parked()
    for size in (70_000, 2_000_000):  # above what the stream takes, and above what the broker does
        event_id, subject, headers, _data = row("huge")
        huge = (event_id, subject, headers, '{"x": "' + "x" * size + '"}')
        await tell(probe, row("before"), huge, row("behind"))
    alone = (str(uuid4()), *huge[1:])
    async with relaying(probe, bus):
        await all_sent(probe)
        await tell(probe, alone)
        await all_sent(probe)
    assert await on_stream(probe) == ["before", "behind", "before", "behind"]
    assert len(await probe.rows("SELECT FROM outbox WHERE refused IS NOT NULL")) == 3
    assert parked() == before + 3


async def test_a_broker_that_is_full_for_now_parks_nothing(probe: Probe, bus: Client) -> None:
    js = bus.jetstream()
    config = (await js.stream_info("VOLUNTEERS")).config
    config.max_msgs = 2
    await js.update_stream(config)
    await tell(probe, *(row(str(number)) for number in range(5)))
    async with relaying(probe, bus):

        async def full() -> bool:
            return len(await on_stream(probe)) == 2

        with pytest.raises(AssertionError):
            await eventually(full, within=0.7)  # all or nothing: the batch does not fit
        assert not await probe.rows("SELECT FROM outbox WHERE refused IS NOT NULL")
        config.max_msgs = -1
        await js.update_stream(config)
        await all_sent(probe)
    assert await on_stream(probe) == ["0", "1", "2", "3", "4"]


async def test_a_relay_ends_when_it_is_told_to_though_a_commit_wakes_it_then(
    probe: Probe, bus: Client
) -> None:
    """Of Python 3.11's wait_for it did not: what it waited for was there, the ending was lost."""
    for _ in range(3):
        task = asyncio.create_task(run_relay("probe", probe.database, bus))
        await tell(probe, row("told"))
        await all_sent(probe)
        await leader(probe)
        probe.database.committed.set()
        task.cancel()
        ended, _waiting = await asyncio.wait([task], timeout=5)
        task.cancel()
        assert ended


async def test_a_broker_that_is_away_is_waited_for(probe: Probe, bus: Client) -> None:
    copy = ReferralMadeFor113Online(
        referral_id=uuid4(), mode="information", channel="chat", urgency="low", made_at=NOW
    )
    async with relaying(probe, bus):
        await tell(probe, row("before"))
        await all_sent(probe)
        probe.platform.broker.kill()
        for number in range(3):
            await tell(
                probe,
                row(f"meanwhile {number}"),
                outbox_row(copy, aggregate_id=copy.referral_id, version=1, now=NOW),
            )
        assert len(await probe.rows("SELECT FROM outbox WHERE sent_at IS NULL")) == 6
        await probe.platform.broker.start()
        await all_sent(probe)
    assert await on_stream(probe) == ["before", "meanwhile 0", "meanwhile 1", "meanwhile 2"]
    copies = await probe.platform.messages("PARTNER_113ONLINE")
    assert len(copies) == 3
    for message in copies:
        assert "traceparent" not in message.headers
        assert message.headers["ce-time"] == "2016-03-01T12:30:00Z"


def parked() -> float:
    return float(PARKED.labels("VOLUNTEERS")._value.get())


async def leader(probe: Probe) -> str:
    async def found() -> str:
        held = await probe.rows(
            "SELECT holder FROM relay_lease WHERE expires_at > clock_timestamp()"
        )
        return str(held[0]["holder"]) if held else ""

    return await eventually(found)
