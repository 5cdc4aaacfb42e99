"""Gauges that are counted in the database, for alerts."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from faststream.nats import NatsBroker
from prometheus_client import Gauge
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.database import Database, is_away

log = logging.getLogger(__name__)

EVERY_SECONDS = 30.0


def counting(
    gauge: Gauge,
    count: Callable[[AsyncSession], Awaitable[int]],
    every_seconds: float = EVERY_SECONDS,
) -> Callable[[Database, NatsBroker], Coroutine[Any, Any, None]]:
    """Return the task that sets `gauge` to what `count` finds, again and again.

    It is NaN until it was counted, so that no alert takes a process that begins for a count of
    nothing. While the database is away the last count stands. Every process counts for itself:
    an alert takes `max()` of them.
    """
    gauge.set(float("nan"))

    async def run(database: Database, _broker: NatsBroker) -> None:
        while True:
            try:
                async with database.read() as session:
                    gauge.set(await count(session))
            except Exception as error:
                if not is_away(error):
                    log.exception("a gauge could not be counted; it is tried again")
            await asyncio.sleep(every_seconds)

    return run
