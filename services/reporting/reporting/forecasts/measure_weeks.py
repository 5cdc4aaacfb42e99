"""Measure how the forecasts of past weeks came out, once, when the week is a week old."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from shared.database import Connection, Database
from shared.month import DAYS_OPEN, TIME_ZONE

from reporting.disclosure.rules.threshold import rounded
from reporting.forecasts.read_counts import HourlyCounts, read_counts
from reporting.forecasts.rules.accuracy import scaled_error
from reporting.forecasts.rules.local_hours import HOURS, by_clock, times_on_clock

WEEK = 7
DECIMALS = 2
MOST_WEEKS_AT_ONCE = 60

# The weeks that ended and are not measured, and the forecast of each that was made last before it
# began, or on its Monday.
DUE = """
SELECT week, max(made_on) AS made_on FROM (
    SELECT DISTINCT made_on, date_trunc('week', made_on + interval '6 days')::date AS week
    FROM forecast
) AS made
WHERE week + $3::int <= $1
    AND NOT EXISTS (SELECT FROM forecast_week AS known WHERE known.week = made.week)
GROUP BY 1 ORDER BY 1 LIMIT $2
"""
SAID = """
SELECT day, channel, hours, expected, low, high FROM forecast
WHERE made_on = $1 AND day >= $2 AND day < $3 ORDER BY day
"""
KEEP = """
INSERT INTO forecast_week (week, channel, made_on, expected, came, mase, days_inside)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
"""


async def measure_weeks(database: Database, now: datetime) -> None:
    """Keep how each whole week came out, from a week after its end on: late ones have come then."""
    today = now.astimezone(TIME_ZONE).date()
    async with database.commit() as connection:
        due = await connection.fetch(DUE, today, MOST_WEEKS_AT_ONCE, WEEK + DAYS_OPEN)
    for week, made_on in due:
        async with database.commit() as connection:
            await _measure(connection, week, made_on)


async def _measure(connection: Connection, week: date, made_on: date) -> None:
    ends = week + timedelta(days=WEEK)
    came = await read_counts(connection, week - timedelta(days=WEEK), ends)
    said = await connection.fetch(SAID, made_on, week, ends)
    for channel in sorted({row["channel"] for row in said}):
        days = [row for row in said if row["channel"] == channel]
        await connection.execute(KEEP, week, channel, made_on, *_outcome(days, came, channel))


def _outcome(
    days: Sequence[Mapping[str, Any]], came: HourlyCounts, channel: str
) -> tuple[float, int | None, float | None, int | None]:
    """Return what was expected, what came, the MASE, and how many days were in their interval."""
    counts = by_clock(came.get(channel, {}))
    real = [_hours(counts, row["day"]) for row in days]
    naive = [_hours(counts, row["day"] - timedelta(days=WEEK)) for row in days]
    said = [
        hour * times
        for row in days
        for hour, times in zip(row["hours"], times_on_clock(row["day"]), strict=True)
    ]
    expected = sum(row["expected"] for row in days)
    shown = rounded(sum(map(sum, real)))
    if shown is None:
        return expected, None, None, None
    mase = scaled_error(said, [*_flat(naive)], [*_flat(real)])
    inside = sum(
        row["low"] <= sum(hours) <= row["high"] for row, hours in zip(days, real, strict=True)
    )
    return expected, shown, None if mase is None else round(mase, DECIMALS), inside


def _hours(counts: Mapping[tuple[date, int], int], day: date) -> list[int]:
    return [counts.get((day, hour), 0) for hour in range(HOURS)]


def _flat(days: list[list[int]]) -> list[int]:
    return [hour for day in days for hour in day]
