"""Weeks of ISO 8601, from Monday to Sunday, as the days of Amsterdam.

The week of the first Thursday of a year has number 1. Some years end with a week 53, and the days
around New Year may belong to a week of the other year.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from volunteers.amsterdam import at_hour, day_of
from volunteers.shifts.rules.day_parts import Span

DAYS = 7


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """Seven days from a Monday on; `str()` gives `2026-W01`."""

    monday: date

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"

    @property
    def number(self) -> int:
        """The number of the week in its year: 1 to 52, or 53."""
        return self.monday.isocalendar().week

    @property
    def year(self) -> int:
        """The year of the week: that of its Thursday."""
        return self.monday.isocalendar().year

    @property
    def days(self) -> tuple[date, ...]:
        """The seven days, Monday first."""
        return tuple(self.monday + timedelta(days=number) for number in range(DAYS))

    @property
    def span(self) -> Span:
        """When the week lasts; 167 or 169 hours where the clock changes in it."""
        return Span(at_hour(self.monday, 0), at_hour(self.next().monday, 0))

    def next(self) -> "Week":
        """Return the week after this one."""
        return Week(self.monday + timedelta(days=DAYS))

    def before(self) -> "Week":
        """Return the week before this one."""
        return Week(self.monday - timedelta(days=DAYS))


def week_of(day: date) -> Week:
    """Return the week to which a day belongs."""
    return Week(day - timedelta(days=day.weekday()))


def week_at(moment: datetime) -> Week:
    """Return the week that it is in Amsterdam."""
    return week_of(day_of(moment))
