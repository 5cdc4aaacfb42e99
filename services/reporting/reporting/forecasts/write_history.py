"""What the model may see of the past: counts by the hour, rounded at random (decision 0028)."""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shared.database import Connection
from shared.refusals import Refusal

from reporting.forecasts.read_counts import HourlyCounts, read_counts
from reporting.forecasts.rules.local_hours import clock, hours_of
from reporting.forecasts.rules.rounding import randomly_rounded

LONGEST_DAYS = 728
LEAST_DAYS = 14
# A channel with fewer in a day of the mean is not forecast: nobody is put on the roster for it.
LEAST_A_DAY = 1


class TooLittleHistory(Refusal):
    """There are not two weeks of attempts before the first day that is to be forecast."""


@dataclass(frozen=True, slots=True)
class Past:
    """What came before a day: the history that the model sees, and the exact counts, for us."""

    history: dict[str, Any]
    counts: HourlyCounts


async def write_history(connection: Connection, today: date, key: bytes) -> Past:
    """Return the history up to a day, as `model/history.py` reads it; raises `TooLittleHistory`."""
    counts = await read_counts(connection, today - timedelta(days=LONGEST_DAYS), today)
    return Past(await asyncio.to_thread(_write, counts, today, key), counts)


def _write(counts: HourlyCounts, today: date, key: bytes) -> dict[str, Any]:
    active = {clock(hour)[0] for of_channel in counts.values() for hour in of_channel}
    if len(active) < LEAST_DAYS:
        raise TooLittleHistory(
            f"a forecast takes {LEAST_DAYS} days with attempts before {today}, and there are"
            f" {len(active)}: wait until there are more, or name a later day"
        )
    first_day = min(active)
    days = [first_day + timedelta(days=number) for number in range((today - first_day).days)]
    return {
        "firstDay": f"{first_day}",
        "today": f"{today}",
        "silent": [f"{day}" for day in days if day not in active],
        "counts": {
            channel: _rounded(channel, hours, days, key)
            for channel, hours in sorted(counts.items())
            if sum(hours.values()) >= LEAST_A_DAY * len(active)
        },
    }


def _rounded(channel: str, counts: dict[int, int], days: list[date], key: bytes) -> list[int]:
    return [
        randomly_rounded(counts.get(hour, 0), key, channel, hour)
        for day in days
        for hour in hours_of(day)
    ]
