"""What was counted of a month, or of several months together, as a table of all places."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reporting.counting.read_counts import Counts
from reporting.counting.rules.month_table import COUNTRY, month_table
from reporting.disclosure.rules.attack import Cell, Equation
from reporting.disclosure.rules.suppression import Table


@dataclass(frozen=True)
class Counted:
    """The table of all places, the region of each location, and the minutes of talk by place."""

    table: Table
    regions: Mapping[str, str]
    minutes: Mapping[str, int]


def of_month(counts: Counts) -> Counted:
    """Return what was counted of a month."""
    minutes: Counter[str] = Counter()
    for place, figures in counts.places.items():
        here = figures.get("minutes", {}).get("total", 0)
        for name in {place, counts.regions.get(place, place), COUNTRY}:
            minutes[name] += here
    return Counted(month_table(counts.places, counts.regions), counts.regions, minutes)


def of_months(months: Sequence[Counts]) -> Counted:
    """Return what was counted of several months, in order of time: each cell is the sum of theirs.

    A region is the sum of what it was in each month, also where a location moved to another one
    meanwhile. The equation between that region and its locations is false then, and left out: the
    tables of the months say what is true instead. A location is in the region of the last month.
    """
    each = [of_month(counts) for counts in months]
    summed: Counter[Cell] = Counter()
    minutes: Counter[str] = Counter()
    for one in each:
        summed.update(one.table.counts)
        minutes.update(one.minutes)
    last = _together(months)
    table = month_table(last.places, last.regions)
    counts = {cell: summed[cell] for cell in table.counts}
    equations = [equation for equation in table.equations if _holds(equation, counts)]
    return Counted(Table(counts, equations, table.unpublished), last.regions, minutes)


def _together(months: Iterable[Counts]) -> Counts:
    places: dict[str, dict[str, Counter[str]]] = {}
    regions: dict[str, str] = {}
    for month in months:
        regions |= month.regions
        for place, figures in month.places.items():
            for figure, counts in figures.items():
                places.setdefault(place, {}).setdefault(figure, Counter()).update(counts)
    return Counts(places, regions)


def _holds(equation: Equation, counts: Mapping[Cell, int]) -> bool:
    return counts[equation.total] == sum(counts[part] for part in equation.parts)
