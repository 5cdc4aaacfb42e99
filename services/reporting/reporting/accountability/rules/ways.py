"""How many volunteers applied, were admitted, stayed and left between two days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Way:
    """The way of one volunteer: the day of each step, or None where it was not taken.

    `half_days` are those attended between the days that are counted.
    """

    applied_on: date | None
    admitted_on: date | None
    left_on: date | None
    half_days: int

    def is_in_service(self, day: date) -> bool:
        """Return whether the volunteer was admitted by the end of a day, and had not left."""
        admitted = self.admitted_on is not None and self.admitted_on <= day
        return admitted and (self.left_on is None or self.left_on > day)


@dataclass(frozen=True, slots=True)
class Standing:
    """The volunteers of a period; `before` + `admitted` - `left` = `after`.

    `withdrew` are those who were turned down or gave up before they were admitted.
    """

    before: int
    applied: int
    admitted: int
    left: int
    withdrew: int
    after: int


def count_ways(ways: Iterable[Way], first: date, last: date) -> Standing:
    """Count the volunteers of the period from `first` to `last`, both days in it."""

    def falls_in(day: date | None) -> bool:
        return day is not None and first <= day <= last

    found = list(ways)
    left = [way for way in found if falls_in(way.left_on)]
    return Standing(
        before=sum(
            way.admitted_on is not None and way.admitted_on < first
            and (way.left_on is None or way.left_on >= first)
            for way in found
        ),
        applied=sum(falls_in(way.applied_on) for way in found),
        admitted=sum(falls_in(way.admitted_on) for way in found),
        left=sum(way.admitted_on is not None for way in left),
        withdrew=sum(way.admitted_on is None for way in left),
        after=sum(way.is_in_service(last) for way in found),
    )  # fmt: skip
