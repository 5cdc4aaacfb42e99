"""Workers that fold the same aggregates in crossing orders wait, and never in a circle."""

import asyncio
from random import Random
from typing import Any

from reporting.event_handlers import handlers
from reporting.rebuild.dump import dump
from shared.database import Database
from shared.events.envelope import Envelope
from shared.handlers import handle

from tests.platform import Platform
from tests.reporting.history import history

WORKERS = 4


async def fold_in_batches(database: Database, events: list[Envelope[Any]], chance: Random) -> None:
    shuffled = chance.sample(events, len(events))
    for begin in range(0, len(shuffled), 40):
        async with database.commit() as connection:
            await handle(handlers, connection, shuffled[begin : begin + 40])


async def test_workers_that_fold_in_crossing_orders_never_deadlock(platform: Platform) -> None:
    database = await platform.database("reporting")
    chance = Random(1)
    events = history(Random(1))
    for _ in range(5):
        await asyncio.gather(*(fold_in_batches(database, events, chance) for _ in range(WORKERS)))
    async with database.commit() as connection:
        folded = await dump(connection, "public")
        for table in folded.tables:
            await connection.execute(f"TRUNCATE {table}")
        await handle(handlers, connection, events)
        assert (await dump(connection, "public")).whole == folded.whole
