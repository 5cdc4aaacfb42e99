"""Weeks of attempts, simulated and put into the projections of reporting."""

from datetime import UTC, date, datetime

from reporting.forecasts.rules.local_hours import SECONDS_AN_HOUR
from shared.database import Database

from benchmarks.simulated_contacts import Simulated, simulate
from tests.reporting.given import ZUTPHEN

# Easter Sunday of 2016, 27 March, is the day on which the clock goes forward.
FIRST_DAY, TODAY = date(2016, 3, 7), date(2016, 3, 21)
KEY = "s" * 43 + "="
PUT = """
INSERT INTO missed_attempt (attempt_id, line_location_id, channel, offered_quarter, reason,
    sequence)
SELECT gen_random_uuid(), NULL, channel, started, reason, '1'
FROM unnest($1::text[], $2::timestamptz[], $3::int[]) AS hour (channel, started, count),
    unnest(array['no_listener', 'abandoned']) WITH ORDINALITY AS why (reason, place),
    generate_series(1, (count + place - 1) / 2)
"""
PUT_ANSWERED = """
INSERT INTO contact (contact_id, location_id, channel, started_quarter, duration_minutes, kind,
    topics, outcome, sequence)
SELECT gen_random_uuid(), $1, 'telephone', $2, 20, $3, '{}', 'no_conversation', '1'
FROM generate_series(1, $4)
"""


async def put(database: Database, came: Simulated) -> None:
    """Project simulated attempts, half of them abandoned and half without a listener."""
    rows = [
        (channel, datetime.fromtimestamp(hour * SECONDS_AN_HOUR, UTC), int(count))
        for channel, counts in came.counts.items()
        for hour, count in zip(came.hours, counts, strict=True)
        if count
    ]
    async with database.commit() as connection:
        await connection.execute(PUT, *map(list, zip(*rows, strict=True)))


async def put_answered(database: Database, started: datetime, kind: str, count: int) -> None:
    """Project answered calls of one quarter hour."""
    async with database.commit() as connection:
        await connection.execute(PUT_ANSWERED, ZUTPHEN, started, kind, count)


def two_weeks(seed: int = 1) -> Simulated:
    """Return what comes in the two weeks before `TODAY`."""
    return simulate(FIRST_DAY, (TODAY - FIRST_DAY).days, seed)
