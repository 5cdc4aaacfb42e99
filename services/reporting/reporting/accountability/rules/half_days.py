"""The norm: at least ten half-days of intervision or training a year (offer of April 2014)."""

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reporting.accountability.rules.ways import Way

A_YEAR = 10
# The half-days of a volunteer, by the least of each step; the last step is the norm.
STEPS = (0, 1, 4, 7, A_YEAR)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Of how many volunteers half-days were asked, and how many attended as many.

    `by_step` counts those of whom ten were asked, by `STEPS`.
    """

    asked: int
    kept: int
    by_step: tuple[int, ...]


def count_upkeep(ways: Iterable[Way], year: int, last: date) -> Upkeep:
    """Return the upkeep of those in service on `last`, by what the whole year asks of them."""
    asked = [
        (required, way.half_days)
        for way in ways
        if way.is_in_service(last) and (required := required_half_days(year, way.admitted_on))
    ]
    steps = [0] * len(STEPS)
    for required, attended in asked:
        if required == A_YEAR:
            steps[sum(attended >= least for least in STEPS) - 1] += 1
    return Upkeep(len(asked), sum(done >= required for required, done in asked), tuple(steps))


def required_half_days(year: int, admitted_on: date | None) -> int:
    """Return how many half-days a year asks: ten, in the year of the admission its share.

    The share is that of the days from the admission on, rounded down, as volunteers counts it.
    """
    if admitted_on is None or admitted_on.year > year:
        return 0
    if admitted_on.year < year:
        return A_YEAR
    days_left = (date(year, 12, 31) - admitted_on).days + 1
    return A_YEAR * days_left // (366 if isleap(year) else 365)
