"""The published periods as a calendar: years with their quarters, these with their months."""

from collections.abc import Collection
from typing import NamedTuple

from reporting.books.periods import QUARTERS, Period, quarter, year


class Quarter(NamedTuple):
    """A quarter, whether it is published, and its months that are."""

    period: Period
    is_published: bool
    months: list[Period]


class Year(NamedTuple):
    """A year, whether it is published, and its quarters in which anything is."""

    period: Period
    is_published: bool
    quarters: list[Quarter]


def years(published: Collection[Period]) -> list[Year]:
    """Return the years in which anything is published, the newest first."""
    return [
        Year(year(number), year(number) in published, _quarters(number, published))
        for number in sorted({one.year for one in published}, reverse=True)
    ]


def _quarters(number: int, published: Collection[Period]) -> list[Quarter]:
    found = []
    for one in (quarter(number, place) for place in range(1, QUARTERS + 1)):
        months = [part for part in one.parts if part in published]
        if months or one in published:
            found.append(Quarter(one, one in published, months))
    return found
