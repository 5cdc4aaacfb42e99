"""Gauges that are counted in the database, for alerts."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from faststream.nats import NatsBroker
from prometheus_client import Gauge
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.database import Database, is_away

log = logging.getLogger(__name__)

EVERY_SECONDS = 30.0
STALE_AFTER_INTERVALS = 4


def counting(
    gauge: Gauge,
    count: Callable[[AsyncSession], Awaitable[int]],
    every_seconds: float = EVERY_SECONDS,
) -> Callable[[Database, NatsBroker], Coroutine[Any, Any, None]]:
    """Return the task that sets `gauge` to what `count` finds, every `every_seconds`.

    The gauge is NaN (unknown) until the first count, and again once the last count is older than
    four intervals: an old count must not look like a new one while the database is away. Every
    process counts; an alert takes `max()` over them, which ignores NaN.
    """
    last, counted_at = math.nan, -math.inf

    def current() -> float:
        """Return the last count while it is fresh; read when the gauge is scraped."""
        stale = time.monotonic() - counted_at > STALE_AFTER_INTERVALS * every_seconds
        return math.nan if stale else last

    gauge.set_function(current)

    async def run(database: Database, _broker: NatsBroker) -> None:
        nonlocal last, counted_at
        while True:
            try:
                async with database.read() as session:
                    last = float(await count(session))
                counted_at = time.monotonic()
            except Exception as error:
                if not is_away(error):
                    log.exception("a gauge could not be counted; it is tried again")
            await asyncio.sleep(every_seconds)

    return run
