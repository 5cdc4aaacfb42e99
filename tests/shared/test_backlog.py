"""What waits in the outbox is counted whether or not anything can be published."""

import asyncio
import math
from datetime import UTC, datetime

import pytest
from shared.outbox import outbox_row, record
from shared.telemetry import OUTBOX, OUTBOX_OLDEST, OUTBOX_PARKED

from shared import backlog
from tests.platform import Platform
from tests.shared.probe import Probe, location
from tests.waiting import eventually

NOW = datetime(2016, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "EVERY_SECONDS", 0.05)


async def shows(waiting: int, parked: int) -> None:
    async def shown() -> bool:
        return (OUTBOX._value.get(), OUTBOX_PARKED._value.get()) == (waiting, parked)

    await eventually(shown)


async def test_it_is_counted_while_the_bus_is_away_from_the_start(platform: Platform) -> None:
    volunteers = await platform.service("volunteers")
    await shows(0, 0)
    await volunteers.leave()
    platform.broker.kill()

    settings = volunteers.app.state.settings
    async with volunteers.app.router.lifespan_context(volunteers.app):
        assert settings.role == "all"
        database = await platform.database("volunteers")
        rows = [outbox_row(location(str(n)), aggregate_id=n, version=1, now=NOW) for n in range(7)]
        async with database.commit() as connection:
            await record(connection, *rows)
            await connection.execute(
                "UPDATE outbox SET recorded_at = recorded_at - interval '1 hour' WHERE id = 1"
            )
            await connection.execute("UPDATE outbox SET refused = '400/10054' WHERE id > 5")
        await shows(5, 2)
        assert OUTBOX_OLDEST._value.get() == pytest.approx(3600, abs=60)


async def test_it_is_counted_up_to_a_limit_and_stands_while_the_database_is_away(
    probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backlog, "COUNTED_UP_TO", 5)
    OUTBOX.set(3)
    counting = asyncio.create_task(backlog.run_backlog(probe.database))
    await asyncio.sleep(0)
    assert math.isnan(OUTBOX._value.get())
    await shows(0, 0)
    assert OUTBOX_OLDEST._value.get() == 0
    rows = [outbox_row(location(str(n)), aggregate_id=n, version=1, now=NOW) for n in range(9)]
    async with probe.database.commit() as connection:
        await record(connection, *rows)
    await shows(5, 0)
    name = probe.database.url.rsplit("/", 1)[1]
    await probe.platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    await shows(5, 0)
    assert not counting.done()
    counting.cancel()
