"""The estimates of eight weeks, made once a day for each week that is asked for."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime

from shared.database import Connection, Database, raw
from shared.month import TIME_ZONE

from reporting.days.roster import read_shifts
from reporting.days.rules.local_time import begins, day_at, ends
from reporting.days.rules.places import ShiftPlaces, places_by_hour
from reporting.operations.rules.days_asked import days_of_estimates
from reporting.operations.rules.estimates import (
    NOTHING,
    QUARTERS,
    Estimates,
    Quarter,
    estimated,
)

MOST_KEPT = 20
# $1 and $2: from and until. A quarter hour of Amsterdam's clock; the doubled hour of autumn is one.
SELECT_QUARTERS = f"""
SELECT (quarter AT TIME ZONE '{TIME_ZONE.key}')::date AS day,
    extract(hour FROM quarter AT TIME ZONE '{TIME_ZONE.key}')::int * 4
        + extract(minute FROM quarter)::int / 15 AS number,
    sum(attempts)::int, sum(unreached)::int, sum(no_listener)::int
FROM (
    SELECT started_quarter AS quarter,
        count(*) FILTER (WHERE line_location_id IS NULL AND channel = 'telephone') AS attempts,
        0 AS unreached, 0 AS no_listener
    FROM contact WHERE started_quarter >= $1 AND started_quarter < $2 AND kind <> 'test'
    GROUP BY 1
    UNION ALL
    SELECT offered_quarter,
        count(*) FILTER (WHERE line_location_id IS NULL AND channel = 'telephone'),
        count(*) FILTER (WHERE line_location_id IS NULL AND channel = 'telephone'
            AND reason IN ('abandoned', 'no_listener')),
        count(*) FILTER (WHERE reason = 'no_listener')
    FROM missed_attempt WHERE offered_quarter >= $1 AND offered_quarter < $2
    GROUP BY 1
) AS told GROUP BY 1, 2
"""  # noqa: S608 (the time zone is ours)


class EstimatesKept:
    """The estimates of the weeks that were asked for last: the same all day."""

    def __init__(self) -> None:
        self._kept: dict[date, Estimates] = {}
        self._reading = asyncio.Lock()

    async def of(self, database: Database, day: date, now: datetime) -> Estimates:
        """Return the estimates for the week of a day; whoever asks meanwhile waits for them."""
        days = days_of_estimates(day, now)
        async with self._reading:
            if days[-1] not in self._kept:
                async with database.read() as session:
                    self._kept[days[-1]] = await read_estimates(await raw(session), days)
                for old in list(self._kept)[:-MOST_KEPT]:
                    del self._kept[old]
            return self._kept[days[-1]]


async def read_estimates(connection: Connection, days: Sequence[date]) -> Estimates:
    """Return the estimates of these days, from the first of them on which anything happened."""
    rows = await connection.fetch(SELECT_QUARTERS, begins(days[0]), ends(days[-1]))
    shifts = await read_shifts(connection, days)
    return await asyncio.to_thread(_estimated, days, [tuple(row) for row in rows], shifts)


def _estimated(
    days: Sequence[date],
    rows: Sequence[tuple[date, int, int, int, int]],
    shifts: Sequence[ShiftPlaces],
) -> Estimates:
    first = min((row[0] for row in rows), default=days[-1])
    quarters = {day: [NOTHING] * QUARTERS for day in days if day >= first}
    for day, number, *counts in rows:
        quarters[day][number] = Quarter(*counts)
    by_day: dict[date, list[ShiftPlaces]] = {day: [] for day in quarters}
    for shift in shifts:
        for day in {day_at(shift.starts_at), day_at(shift.ends_at)} & set(by_day):
            by_day[day].append(shift)
    return estimated(quarters, {day: places_by_hour(by_day[day], day) for day in quarters})
