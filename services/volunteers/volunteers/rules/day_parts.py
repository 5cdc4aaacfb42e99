"""The six day parts in which shifts are planned: four hours each on an Amsterdam clock.

Twice a year the clock changes at 02:00 or 03:00 at night: the night of that day then lasts three
or five hours, and the parts tile the day all the same.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOURS = 4

DayPart = Literal["night", "early_morning", "morning", "afternoon", "early_evening", "evening"]
DAY_PARTS: tuple[DayPart, ...] = get_args(DayPart)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in UTC: from `starts_at` up to, not including, `ends_at`."""

    starts_at: datetime
    ends_at: datetime

    def overlap(self, other: "Span") -> timedelta:
        """Return how long both last together, on a real clock; zero if they do not meet."""
        together = min(self.ends_at, other.ends_at) - max(self.starts_at, other.starts_at)
        return max(together, timedelta())


def at_hour(day: date, hour: int) -> datetime:
    """Return the moment, in UTC, at which it is `hour` (0 to 24) o'clock in Amsterdam."""
    if hour == 24:  # noqa: PLR2004
        day, hour = day + timedelta(days=1), 0
    return datetime.combine(day, time(hour), AMSTERDAM).astimezone(UTC)


def span_of(day: date, part: DayPart) -> Span:
    """Return when a day part of a day begins and ends."""
    first_hour = HOURS * DAY_PARTS.index(part)
    return Span(at_hour(day, first_hour), at_hour(day, first_hour + HOURS))


def shown(moment: datetime) -> str:
    """Write a moment as people in the Netherlands read it: `2026-03-01 18:00 (Amsterdam)`."""
    return f"{moment.astimezone(AMSTERDAM):%Y-%m-%d %H:%M} (Amsterdam)"


def day_of(moment: datetime) -> date:
    """Return the date that it is in Amsterdam."""
    return moment.astimezone(AMSTERDAM).date()
