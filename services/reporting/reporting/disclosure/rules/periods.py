"""Time as one more dimension: months, quarters, years and corrections as one table.

The cells of period `2016-03` are those of its own table, each with the period before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reporting.disclosure.rules.attack import Cell, Equation
from reporting.disclosure.rules.suppression import Table

CHANGE = "change"


@dataclass(frozen=True)
class Periods:
    """Tables by the name of their period; those not yet decided have nothing `shown` or `kept`.

    `sums` says of which periods a longer one is the sum, `corrections` which figures a revision
    corrects, all earlier ones: `{"2016-Q1": ["2016-01", ...]}`, `{"2016-03 revised": ["2016-03"]}`.
    """

    tables: Mapping[str, Table]
    sums: Mapping[str, Sequence[str]] = field(default_factory=dict)
    corrections: Mapping[str, Sequence[str]] = field(default_factory=dict)


def periods_table(periods: Periods) -> Table:
    """Return the periods as one table: what the gate decides on when the newest one closes.

    A cell that a period lacks was nothing then: its location was not open.
    """
    counts: dict[Cell, int] = {}
    equations: list[Equation] = []
    unpublished: set[Cell] = set()
    for name, table in periods.tables.items():
        counts |= {(name, *cell): count for cell, count in table.counts.items()}
        unpublished |= _of_period(name, table.unpublished)
        equations += (
            Equation((name, *one.total), tuple((name, *part) for part in one.parts))
            for one in table.equations
        )
    for whole, parts in periods.sums.items():
        equations += _sums(periods, whole, parts)
    for corrected, revisions in periods.corrections.items():
        for first in revisions:
            for equation, change in _changes(periods, corrected, first):
                equations.append(equation)
                counts |= change
                unpublished |= change.keys()
    tables = periods.tables.items()
    shown = frozenset[Cell]().union(*(_of_period(name, table.shown) for name, table in tables))
    kept = frozenset[Cell]().union(*(_of_period(name, table.kept) for name, table in tables))
    return Table(counts, equations, frozenset(unpublished), shown, kept)


def of_period(name: str, cells: frozenset[Cell]) -> frozenset[Cell]:
    """Return the cells of one period as its own table names them."""
    return frozenset(cell[1:] for cell in cells if cell[0] == name)


def _of_period(name: str, cells: frozenset[Cell]) -> set[Cell]:
    return {(name, *cell) for cell in cells}


def _sums(periods: Periods, whole: str, parts: Sequence[str]) -> Iterator[Equation]:
    for cell in periods.tables[whole].counts:
        of = tuple((part, *cell) for part in parts if cell in periods.tables[part].counts)
        if of:
            yield Equation((whole, *cell), of)


def _changes(
    periods: Periods, corrected: str, first: str
) -> Iterator[tuple[Equation, dict[Cell, int]]]:
    """Yield the equation between the two counts of each cell, and the cell of their difference.

    Readers are taken to know which counts grew, which shrank and which did not change: then a
    change of fewer than ten is protected like any other small count.
    """
    before, after = periods.tables[first].counts, periods.tables[corrected].counts
    for cell in after:
        old, new, change = (first, *cell), (corrected, *cell), (corrected, CHANGE, first, *cell)
        by = after[cell] - before.get(cell, 0)
        if cell not in before:
            continue
        if by == 0:
            yield Equation(new, (old,)), {}
        elif by > 0:
            yield Equation(new, (old, change)), {change: by}
        else:
            yield Equation(old, (new, change)), {change: -by}
