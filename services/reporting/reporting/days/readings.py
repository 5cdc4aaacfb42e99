"""The counts of days, read at most once a quarter hour by this process.

Figures that followed each event would show single help seekers by their differences: who asks a
hundred times between 14:00 and 14:15 gets the counts of 14:00 a hundred times.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from shared.database import Database, raw

from reporting.days.counts import read_day
from reporting.days.rules.local_time import quarter_at
from reporting.days.rules.shown import DayCounts

MOST_DAYS = 70  # that are kept; the one that was read longest ago makes room


class Readings:
    """The days that were asked for in this quarter hour, with their exact counts."""

    def __init__(self) -> None:
        self._kept: dict[date, tuple[datetime, DayCounts]] = {}
        self._reading = asyncio.Lock()

    async def of(
        self, database: Database, days: Sequence[date], now: datetime
    ) -> Mapping[date, DayCounts]:
        """Return the counts of these days up to the last quarter hour.

        Whoever asks meanwhile waits for the same reading.
        """
        quarter = quarter_at(now)
        async with self._reading:
            wanted = [day for day in days if self._kept.get(day, (None,))[0] != quarter]
            if wanted:
                async with database.read() as session:
                    connection = await raw(session)
                    for day in wanted:
                        self._kept.pop(day, None)
                        self._kept[day] = (quarter, await read_day(connection, day, quarter))
            found = {day: self._kept[day][1] for day in days}
            for day in list(self._kept)[:-MOST_DAYS]:
                del self._kept[day]
        return found
