"""A gauge shows what is in the database, and nothing while nobody can count."""

import asyncio
import math
from typing import Any

from prometheus_client import CollectorRegistry, Gauge
from shared.gauges import counting
from sqlmodel import text
from sqlmodel.ext.asyncio.session import AsyncSession

from tests.platform import Platform
from tests.waiting import end, eventually

OFTEN = 0.05
NO_BUS: Any = None


async def count(session: AsyncSession) -> int:
    rows = await session.exec(text("SELECT count(*) FROM location"))  # type: ignore[call-overload]
    return int(rows.scalar_one())


async def test_a_gauge_is_unknown_until_counted_and_while_the_database_is_away(
    platform: Platform,
) -> None:
    database = await platform.database("volunteers")
    name = database.url.rsplit("/", 1)[1]
    registry = CollectorRegistry()
    gauge = Gauge("places_to_count", "x", registry=registry)

    def shows() -> float:
        found = registry.get_sample_value("places_to_count")
        assert found is not None
        return found

    async def shows_none() -> bool:
        return shows() == 0

    async def shows_one() -> bool:
        return shows() == 1

    async def is_unknown() -> bool:
        return math.isnan(shows())

    task = counting(gauge, count, every_seconds=OFTEN)
    assert math.isnan(shows())
    counting_on = asyncio.create_task(task(database, NO_BUS))
    await eventually(shows_none)

    await platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    await platform.run(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    )
    await eventually(is_unknown)
    assert not counting_on.done()
    await platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')

    async with database.commit() as connection:
        await connection.execute(
            "INSERT INTO location (location_id, name, region)"
            " VALUES (gen_random_uuid(), 'Zutphen', 'Gelderland')"
        )
    await eventually(shows_one)
    await end(counting_on)


async def test_a_count_that_never_ends_leaves_the_gauge_unknown(platform: Platform) -> None:
    database = await platform.database("volunteers")
    registry, counted = CollectorRegistry(), asyncio.Event()
    gauge = Gauge("places_to_count", "x", registry=registry)

    async def once(_session: AsyncSession) -> int:
        if counted.is_set():
            await asyncio.Event().wait()
        counted.set()
        return 3

    async def is_unknown() -> bool:
        return math.isnan(registry.get_sample_value("places_to_count") or 0)

    counting_on = asyncio.create_task(counting(gauge, once, OFTEN)(database, NO_BUS))
    await counted.wait()
    await eventually(is_unknown)
    await end(counting_on)
