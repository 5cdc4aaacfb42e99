"""The periods of reports: a month `2016-03`, a quarter `2016-Q1`, a year `2016`, in Amsterdam."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.month import MONTHS, Month, month_of
from shared.refusals import BadInput

PATTERN = r"^20\d\d(-(0[1-9]|1[0-2])|-Q[1-4])?$"
QUARTERS, MONTHS_A_QUARTER = 4, 3

Kind = Literal["month", "quarter", "year"]


class NoPeriod(BadInput):
    """The text names no period."""


@dataclass(frozen=True, order=True)
class Period:
    """A month, a quarter or a year; `str()` gives its name.

    `first` is its first month, `length` the number of its months: 1, 3 or 12. Ordered by both.
    """

    first: Month
    length: int

    def __str__(self) -> str:
        if self.length == 1:
            return str(self.first)
        year = f"{self.first.year:04d}"
        return year if self.length == MONTHS else f"{year}-Q{self.first.number // 3 + 1}"

    @property
    def kind(self) -> Kind:
        """Whether it is a month, a quarter or a year."""
        return "month" if self.length == 1 else "year" if self.length == MONTHS else "quarter"

    @property
    def year(self) -> int:
        """The year in which it lies."""
        return self.first.year

    @property
    def begins(self) -> datetime:
        """The period's first moment, in UTC."""
        return self.first.begins

    @property
    def ends(self) -> datetime:
        """The first moment after the period, in UTC."""
        return self.months[-1].ends

    @property
    def closes(self) -> datetime:
        """The moment from which the period may be closed, in UTC: a week after its end."""
        return self.months[-1].closes

    @property
    def months(self) -> list[Month]:
        """The months in it, in order."""
        last = self.first.number + self.length
        return [Month(self.first.year, number) for number in range(self.first.number, last)]

    @property
    def parts(self) -> list["Period"]:
        """The next smaller periods in it: the months of a quarter, the quarters of a year."""
        if self.length == MONTHS:
            return [quarter(self.year, number) for number in range(1, QUARTERS + 1)]
        return [month(one) for one in self.months] if self.length > 1 else []


def month(of: Month) -> Period:
    """Return the month as a period."""
    return Period(of, 1)


def quarter(of_year: int, number: int) -> Period:
    """Return a quarter; `number` is 1 to 4."""
    return Period(Month(of_year, MONTHS_A_QUARTER * (number - 1) + 1), MONTHS_A_QUARTER)


def year(number: int) -> Period:
    """Return the year as a period."""
    return Period(Month(number, 1), MONTHS)


def period_of(text: str) -> Period:
    """Read `2016-03`, `2016-Q1` or `2016`; raises `NoPeriod`."""
    if not re.match(PATTERN, text):
        raise NoPeriod(f"{text[:20]!r} is no period: write 2016-03, 2016-Q1 or 2016")
    if len(text) == len("2016"):
        return year(int(text))
    if "Q" in text:
        return quarter(int(text[:4]), int(text[-1]))
    return month(month_of(text))


def wholes_of(part: Period) -> list[Period]:
    """Return the periods that contain it: the quarter and the year of a month."""
    wholes = [quarter(part.year, (part.first.number - 1) // 3 + 1), year(part.year)]
    return [whole for whole in wholes if whole.length > part.length]
