"""The six day parts in which shifts are planned: four hours each on an Amsterdam clock.

Twice a year the clock changes at 02:00 or 03:00 at night. The night of that day then lasts three
or five hours; the six parts still cover the whole day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from volunteers.amsterdam import at_hour

HOURS = 4

DayPart = Literal["night", "early_morning", "morning", "afternoon", "early_evening", "evening"]
DAY_PARTS: tuple[DayPart, ...] = get_args(DayPart)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in UTC: from `starts_at` up to, not including, `ends_at`."""

    starts_at: datetime
    ends_at: datetime

    def overlap(self, other: "Span") -> timedelta:
        """Return how long both last together, in elapsed time; zero if they do not meet."""
        together = min(self.ends_at, other.ends_at) - max(self.starts_at, other.starts_at)
        return max(together, timedelta())


def span_of(day: date, part: DayPart) -> Span:
    """Return when a day part of a day begins and ends."""
    first_hour = HOURS * DAY_PARTS.index(part)
    return Span(at_hour(day, first_hour), at_hour(day, first_hour + HOURS))
