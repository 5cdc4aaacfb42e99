"""The backlog of the outbox, counted for alerts, independent of publishing and of the bus."""

import asyncio
import logging

from shared.database import Database, is_away
from shared.outbox_reading import IS_WAITING
from shared.telemetry import OUTBOX, OUTBOX_OLDEST, OUTBOX_PARKED

log = logging.getLogger(__name__)

EVERY_SECONDS = 15.0
STATEMENT_SECONDS = 10.0
# A bound on the count: without it, counting costs more the longer the bus is down.
COUNTED_UP_TO = 100_000
BACKLOG = f"""
SELECT count(*) AS waiting,
    coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0)::float8 AS oldest_seconds,
    (SELECT count(*) FROM outbox WHERE refused IS NOT NULL) AS parked
FROM (SELECT recorded_at FROM outbox WHERE {IS_WAITING} ORDER BY id LIMIT $1) first
"""  # noqa: S608


async def run_backlog(database: Database) -> None:
    """Set the gauges of the outbox periodically; while the database is down they keep their values.

    Every worker counts; an alert takes `max()` over them.
    """
    for gauge in (OUTBOX, OUTBOX_PARKED, OUTBOX_OLDEST):
        gauge.set(float("nan"))
    while True:
        try:
            await count_backlog(database)
        except Exception as error:
            if not is_away(error):
                log.exception("the outbox could not be counted; it is tried again")
        await asyncio.sleep(EVERY_SECONDS)


async def count_backlog(database: Database) -> None:
    """Set the gauges: events waiting (100,000 at most), events parked, age of the oldest (s)."""
    connection = await database.connect(command_timeout=STATEMENT_SECONDS)
    try:
        row = await connection.fetchrow(BACKLOG, COUNTED_UP_TO)
    finally:
        connection.terminate()
    assert row is not None
    OUTBOX.set(row["waiting"])
    OUTBOX_PARKED.set(row["parked"])
    OUTBOX_OLDEST.set(row["oldest_seconds"])
