"""What the process is given: hourly counts, rounded already, up to the day that is forecast first.

`{"firstDay": "2016-03-07", "today": "2016-03-21", "silent": [], "counts": {"chat": [0, 5, ...]}}`:
a count for each hour from the midnight of the first day to that of today; `silent` are days on
which nothing at all was counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reporting.forecasts.rules.local_hours import clock, hours_of

Numbers = NDArray[np.float64]
WEEK = 7


@dataclass(frozen=True)
class Hours:
    """Some hours as the clock shows them: their days (`date.toordinal`), and hours of the day."""

    days: NDArray[np.int64]
    hours: NDArray[np.int64]

    @property
    def weekdays(self) -> NDArray[np.int64]:
        """The days of the week; Monday is 0."""
        return (self.days - 1) % WEEK

    def __getitem__(self, which: NDArray[np.bool_]) -> "Hours":
        return Hours(self.days[which], self.hours[which])


@dataclass(frozen=True)
class History:
    """The counts of each channel by hour; `known` is false in the hours of silent days."""

    first_day: date
    today: date
    hours: Hours
    known: NDArray[np.bool_]
    counts: Mapping[str, Numbers]

    def before(self, day: date) -> "History":
        """Return the history as it was known on an earlier day."""
        past = self.hours.days < day.toordinal()
        counts = {channel: each[past] for channel, each in self.counts.items()}
        return History(self.first_day, day, self.hours[past], self.known[past], counts)


def read_history(said: Mapping[str, Any]) -> History:
    """Return the history that the JSON says."""
    first_day, today = (date.fromisoformat(said[name]) for name in ("firstDay", "today"))
    hours = hours_between(first_day, today)
    silent = [date.fromisoformat(day).toordinal() for day in said["silent"]]
    return History(
        first_day=first_day,
        today=today,
        hours=hours,
        known=~np.isin(hours.days, silent),
        counts={name: np.array(each, float) for name, each in said["counts"].items()},
    )


def hours_between(first: date, until: date) -> Hours:
    """Return the hours of the days from `first` up to `until`, which is not among them."""
    days = [first + timedelta(days=number) for number in range((until - first).days)]
    shown = [clock(hour) for day in days for hour in hours_of(day)]
    return Hours(
        np.array([day.toordinal() for day, _ in shown]), np.array([hour for _, hour in shown])
    )
