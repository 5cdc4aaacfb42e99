"""The chart of four weeks on a channel: a line of what is expected in the band of the interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10

from shared.pages.formats import day as written
from shared.pages.formats import number

LEFT, RIGHT, TOP, BOTTOM = 52, 748, 34, 246
MOST_MARKS = 5
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on an axis: where, and what it says."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to draw in a box of 760 to 280: points of SVG, marks, and where weekends are."""

    line: str
    band: str
    counts: list[Mark]
    mondays: list[Mark]
    weekends: list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Day:
    """A day to draw."""

    date: date
    expected: float
    low: int
    high: int


def chart_of(days: Sequence[Day]) -> Chart:
    """Return the chart of some days that follow on each other; there is at least one."""
    marks = _round_counts(max(1, *(day.high for day in days)))
    step, top = (RIGHT - LEFT) / len(days), marks[-1]

    def across(place: float) -> float:
        return round(LEFT + step * place, 1)

    def height(count: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * count / top, 1)

    def points(counts: Sequence[float], places: Sequence[int]) -> str:
        return " ".join(f"{across(place + 0.5)},{height(counts[place])}" for place in places)

    there = range(len(days))
    upper, lower = [day.high for day in days], [day.low for day in days]
    return Chart(
        line=points([day.expected for day in days], there),
        band=f"{points(upper, there)} {points(lower, there[::-1])}",
        counts=[Mark(height(count), number(count)) for count in marks],
        mondays=[
            Mark(across(place + 0.5), written(days[place].date, "d MMM"))
            for place in there
            if days[place].date.weekday() == 0
        ],
        weekends=[
            (across(place), round(step, 1))
            for place in there
            if days[place].date.weekday() >= SATURDAY
        ],
    )


def _round_counts(highest: int) -> list[int]:
    """Return round counts for the axis from zero on, the last at least the highest."""
    rough = max(1.0, highest / MOST_MARKS)
    ten = 10 ** floor(log10(rough))
    between = int(next(ten * each for each in (1, 2, 5, 10) if ten * each >= rough))
    return list(range(0, highest + between, between))
