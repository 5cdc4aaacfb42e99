"""What waits in the outbox, counted for alerts: apart from publishing, and without the bus."""

import asyncio
import logging

from shared.database import Database, is_away
from shared.outbox_reading import IS_WAITING
from shared.telemetry import OUTBOX, OUTBOX_OLDEST, OUTBOX_PARKED

log = logging.getLogger(__name__)

EVERY_SECONDS = 15.0
STATEMENT_SECONDS = 10.0
# Counting further would cost the more, the longer the bus is away.
COUNTED_UP_TO = 100_000
BACKLOG = f"""
SELECT count(*) AS waiting,
    coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0)::float8 AS oldest_seconds,
    (SELECT count(*) FROM outbox WHERE refused IS NOT NULL) AS parked
FROM (SELECT recorded_at FROM outbox WHERE {IS_WAITING} ORDER BY id LIMIT $1) first
"""  # noqa: S608


async def run_backlog(database: Database) -> None:
    """Set the gauges of the outbox again and again; while the database is away the last stand.

    Every worker counts for itself: an alert takes `max()` of them.
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
    """Set the gauges to what is there now: events waiting (100,000 at most), parked, oldest (s)."""
    connection = await database.connect(command_timeout=STATEMENT_SECONDS)
    try:
        row = await connection.fetchrow(BACKLOG, COUNTED_UP_TO)
    finally:
        connection.terminate()
    assert row is not None
    OUTBOX.set(row["waiting"])
    OUTBOX_PARKED.set(row["parked"])
    OUTBOX_OLDEST.set(row["oldest_seconds"])
