"""A gauge that is counted in the database shows what is there, whatever happened meanwhile."""

import asyncio
import math
from typing import Any

from prometheus_client import CollectorRegistry, Gauge
from shared.gauges import counting
from sqlmodel import text
from sqlmodel.ext.asyncio.session import AsyncSession

from tests.platform import Platform
from tests.waiting import end, eventually

OFTEN = 0.01
NO_BUS: Any = None


class Counted:
    """A count that says how often it was begun."""

    times = 0

    async def __call__(self, session: AsyncSession) -> int:
        self.times += 1
        rows = await session.exec(text("SELECT count(*) FROM location"))  # type: ignore[call-overload]
        return int(rows.scalar_one())

    async def twice_more(self) -> None:
        """Wait until it was begun twice since now: one of them surely began after now."""
        until = self.times + 2

        async def enough() -> bool:
            return self.times >= until

        await eventually(enough)


async def test_a_gauge_is_unknown_until_counted_and_survives_that_the_database_is_away(
    platform: Platform,
) -> None:
    database = await platform.database("volunteers")
    name = database.url.rsplit("/", 1)[1]
    registry, count = CollectorRegistry(), Counted()
    gauge = Gauge("places_to_count", "x", registry=registry)

    def shows() -> float:
        found = registry.get_sample_value("places_to_count")
        assert found is not None
        return found

    async def shows_one() -> bool:
        return shows() == 1

    task = counting(gauge, count, every_seconds=OFTEN)
    assert math.isnan(shows())
    counting_on = asyncio.create_task(task(database, NO_BUS))
    await count.twice_more()
    assert shows() == 0

    await platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    await platform.run(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    )
    await count.twice_more()
    assert not counting_on.done()
    assert shows() == 0
    await platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')

    async with database.commit() as connection:
        await connection.execute(
            "INSERT INTO location (location_id, name, region)"
            " VALUES (gen_random_uuid(), 'Zutphen', 'Gelderland')"
        )
    await eventually(shows_one)
    await end(counting_on)
