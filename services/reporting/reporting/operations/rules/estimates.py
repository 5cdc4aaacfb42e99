"""What the exact counts of eight weeks say of holes in the roster and of redials.

Both are estimates of a whole nation over weeks; nothing of a single hour or caller is in them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reporting.days.rules.local_time import HOURS
from reporting.days.rules.places import Places
from reporting.disclosure.rules.threshold import half_up, rounded
from reporting.operations.rules.slope import Slope, slope

QUARTERS = 96
SATURDAY = 5


@dataclass(frozen=True)
class Quarter:
    """A quarter hour: national telephone attempts, those not reached, and all without a listener.

    `unreached` are the national telephone attempts that were abandoned or found no listener;
    `no_listener` are those without a free listener on every line and channel.
    """

    attempts: int
    unreached: int
    no_listener: int


NOTHING = Quarter(0, 0, 0)
Day = Sequence[Quarter]  # 96 of a day, from 00:00 on the local clock


@dataclass(frozen=True)
class HoursWith:
    """Some hours: how many they are, and the attempts without a listener in each, on average."""

    hours: int
    no_listener: float | None


@dataclass(frozen=True)
class Holes:
    """What holes in the roster go with; `for_each` is for each place that is open for an hour."""

    with_holes: HoursWith
    without: HoursWith
    for_each: Slope | None


@dataclass(frozen=True)
class Estimates:
    """Both estimates, of the days from `first` to `last`.

    `redials`: how many more attempts come in the quarter hour after each that was not reached.
    """

    first: date
    last: date
    holes: Holes
    redials: Slope | None


def estimated(quarters: Mapping[date, Day], places: Mapping[date, Sequence[Places]]) -> Estimates:
    """Return the estimates of days that are known whole; both have the same days, one at least."""
    days = sorted(quarters)
    return Estimates(days[0], days[-1], _holes(quarters, places, days), _redials(quarters, days))


def cost(of: Slope | None, open_hours: int) -> tuple[int | None, int | None, int | None] | None:
    """Return the missed attempts that go with so many open place-hours: estimate, low, high.

    Each is rounded to five, and None where it is below fifteen. None where nothing is known.
    """
    if of is None:
        return None
    low, value, high = (
        rounded(max(0, round(each * open_hours))) for each in (of.low, of.value, of.high)
    )
    return value, low, high


def _holes(
    quarters: Mapping[date, Day], places: Mapping[date, Sequence[Places]], days: Sequence[date]
) -> Holes:
    rows = [
        (
            sum(one.no_listener for one in quarters[day][4 * hour : 4 * hour + 4]),
            places[day][hour].open, hour + HOURS * _is_weekend(day), day.toordinal(),
        )
        for day in days
        for hour in range(HOURS)
    ]  # fmt: skip
    missed, holes, groups, of = zip(*rows, strict=True)
    return Holes(
        with_holes=_mean([count for count, hole, *_ in rows if hole]),
        without=_mean([count for count, hole, *_ in rows if not hole]),
        for_each=slope(missed, holes, groups=groups, days=of) if any(missed) else None,
    )


def _redials(quarters: Mapping[date, Day], days: Sequence[date]) -> Slope | None:
    rows = [
        (
            after.attempts, before.unreached, before.attempts,
            number + QUARTERS * _is_weekend(day), day.toordinal(),
        )
        for day in days
        for number, (before, after) in enumerate(pairwise(quarters[day]))
    ]  # fmt: skip
    then, unreached, before, groups, of = zip(*rows, strict=True)
    if rounded(sum(unreached)) is None:
        return None
    return slope(then, unreached, groups=groups, days=of, beside=before)


def _mean(counts: Sequence[int]) -> HoursWith:
    """Return the mean of some hours, of their rounded sum; None where that is not shown."""
    whole = rounded(sum(counts))
    return HoursWith(len(counts), None if whole is None else half_up(whole, len(counts), 1))


def _is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY
