"""Who leads the relay: one at a time, and never one that cannot work."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from nats.aio.client import Client
from shared.relay import run_relay

from shared import lease, relay
from tests.shared.probe import Probe
from tests.shared.test_relay import all_sent, bus, leader, on_stream, relaying, row, tell
from tests.waiting import end, eventually

__all__ = ["bus"]


@pytest.fixture(autouse=True)
def _short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lease of a second, held by the task that relays."""
    monkeypatch.setattr(relay, "FOLLOWER_SECONDS", 0.05)
    monkeypatch.setattr(relay, "BROKER_SECONDS", 0.5)
    monkeypatch.setattr(lease, "LEASE_SECONDS", 1.0)
    monkeypatch.setattr(lease, "RENEW_SECONDS", 0.2)
    monkeypatch.setattr(lease, "new_holder", lambda: name_of(asyncio.current_task()))


def name_of(task: asyncio.Task[None] | None) -> str:
    assert task is not None
    return task.get_name()


@asynccontextmanager
async def several(probe: Probe, *clients: Client) -> AsyncIterator[dict[str, asyncio.Task[None]]]:
    """Run a relay on each of these connections to the bus; they are given by their name."""
    async with AsyncExitStack() as stack:
        tasks = [await stack.enter_async_context(relaying(probe, client)) for client in clients]
        yield {task.get_name(): task for task in tasks}


async def test_another_takes_over_when_the_leader_ends(probe: Probe, bus: Client) -> None:
    names = [str(number) for number in range(60)]
    leaders = []
    async with several(probe, bus, bus, bus) as relays:
        for begin in range(0, 60, 20):
            await tell(probe, *(row(name) for name in names[begin : begin + 20]))
            await all_sent(probe)
            leaders.append(await leader(probe))
            await end(relays[leaders[-1]])
    assert len(set(leaders)) == 3
    assert await on_stream(probe) == names


async def test_it_goes_on_when_its_connection_dies(probe: Probe, bus: Client) -> None:
    async with relaying(probe, bus):
        for name in ("before", "after"):
            await tell(probe, row(name))
            await all_sent(probe)
            await probe.rows(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    assert await on_stream(probe) == ["before", "after"]


async def test_one_without_the_bus_gives_the_lead_up(probe: Probe, bus: Client) -> None:
    """Of two, the one that leads loses its connection to the bus, and the other's works."""
    clients = [await probe.platform.connect(), await probe.platform.connect()]
    try:
        async with several(probe, *clients) as relays:
            await tell(probe, row("before"))
            await all_sent(probe)
            first = await leader(probe)
            lost = clients[list(relays).index(first)]
            await lost.close()
            await tell(probe, row("after"))
            await all_sent(probe)
            assert await leader(probe) != first
    finally:
        for client in clients:
            await client.close()
    assert await on_stream(probe) == ["before", "after"]


async def test_one_whose_bus_does_not_answer_gives_the_lead_up(
    probe: Probe, bus: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its connection looks alive, and whatever is sent into it is swallowed."""
    clients = [await probe.platform.connect(), await probe.platform.connect()]
    try:
        async with several(probe, *clients) as relays:
            await tell(probe, row("before"))
            await all_sent(probe)
            first = await leader(probe)
            lost = clients[list(relays).index(first)]
            monkeypatch.setattr(lost._transport, "write", lambda _data: None)
            monkeypatch.setattr(lost._transport, "writelines", lambda _data: None)
            await tell(probe, row("after"))
            await all_sent(probe)
            assert lost.is_connected
            assert await leader(probe) != first
    finally:
        for client in clients:
            await client.close()
    assert await on_stream(probe) == ["before", "after"]


async def test_a_leader_that_wakes_up_late_changes_nothing(probe: Probe, bus: Client) -> None:
    """It holds a batch that it read in its time, and publishes it beside the one that leads now."""
    names = [str(number) for number in range(40)]
    await tell(probe, *(row(name) for name in names))
    late = await probe.database.connect()
    rows = await relay.next_rows(late, relay.Reading())
    async with relaying(probe, bus):
        await all_sent(probe)
        await tell(probe, row("since"))
        await all_sent(probe)
        outcome = await relay.publish(bus, rows, 5)
        await relay._mark(late, rows, outcome)
    late.terminate()
    assert (len(outcome.sent), outcome.refused, outcome.failure) == (40, {}, None)
    assert await on_stream(probe) == [*names, "since"]
    assert not await probe.rows("SELECT FROM outbox WHERE refused IS NOT NULL")


async def test_several_that_all_believe_to_lead_keep_the_order(probe: Probe, bus: Client) -> None:
    """Worse than any wake-up: they publish the same rows at once, all the time."""
    names = [str(number) for number in range(600)]
    stopping = asyncio.Event()

    async def relay_on() -> None:
        connection = await probe.database.connect()
        while await relay.relay_batch(connection, bus) or not stopping.is_set():
            pass
        connection.terminate()

    relays = [asyncio.create_task(relay_on()) for _ in range(3)]
    for begin in range(0, 600, 30):
        await tell(probe, *(row(name) for name in names[begin : begin + 30]))
    stopping.set()
    await asyncio.gather(*relays)
    assert await on_stream(probe) == names


async def test_a_lease_is_one_holders_until_it_expires(probe: Probe) -> None:
    connection = await probe.database.connect()
    assert await lease.take(connection, "one")
    assert not await lease.take(connection, "two")
    assert await lease.take(connection, "one")

    async def expired() -> bool:
        return await lease.take(connection, "two")

    await eventually(expired)
    assert not await lease.take(connection, "one")
    await lease.give_up(connection, "one")  # what is not its own it cannot give up
    assert not await lease.take(connection, "one")
    await lease.give_up(connection, "two")
    assert await lease.take(connection, "one")
    connection.terminate()


async def test_a_database_that_vanishes_does_not_hang_it(
    probe: Probe, bus: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first connection swallows what is sent into it; past the deadline it is dropped."""
    monkeypatch.setattr(relay, "STATEMENT_SECONDS", 0.5)
    connect, made = probe.database.connect, []

    async def connecting(**given: float) -> lease.Connection:
        made.append(await connect(**given))
        return made[-1]

    monkeypatch.setattr(probe.database, "connect", connecting)
    task = asyncio.create_task(run_relay("probe", probe.database, bus))
    await tell(probe, row("before"))
    await all_sent(probe)
    monkeypatch.setattr(made[0]._transport, "write", lambda _data: None)
    monkeypatch.setattr(made[0]._transport, "writelines", lambda _data: None)
    monkeypatch.setattr(relay, "STATEMENT_SECONDS", 10.0)
    await tell(probe, row("after"))
    await all_sent(probe)
    await end(task)
    assert len(made) > 1
    assert made[0].is_closed()
    assert await on_stream(probe) == ["before", "after"]
