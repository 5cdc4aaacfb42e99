"""The tables of a period and of all closed periods within it, as one system of equations.

A quarter is the sum of its months, and a reader has the months already: what they show stays
shown, what they hide stays hidden, and both bound what the quarter may show.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reporting.disclosure.rules.attack import Cell, Equation
from reporting.disclosure.rules.suppression import Table


@dataclass(frozen=True)
class Earlier:
    """A period that is closed: its table, and the cells that its reports hide."""

    name: str
    table: Table
    hidden: Collection[Cell]


def period_table(
    name: str, table: Table, earlier: Sequence[Earlier], parts: Collection[str]
) -> Table:
    """Return the table of the period `name` with all `earlier` ones within it.

    `parts` names those of the earlier ones of which the period is the sum. Cells of the result
    are those of the tables, with the name of their period before them.
    """
    counts = _named(name, table.counts)
    equations = [_of(name, equation) for equation in table.equations]
    unpublished = {(name, *cell) for cell in table.unpublished}
    shown: set[Cell] = set()
    kept: set[Cell] = set()
    for one in earlier:
        counts |= _named(one.name, one.table.counts)
        equations += [_of(one.name, equation) for equation in one.table.equations]
        unpublished |= {(one.name, *cell) for cell in one.table.unpublished}
        hidden = {(one.name, *cell) for cell in one.hidden}
        kept |= hidden
        shown |= {(one.name, *cell) for cell in one.table.counts} - hidden - unpublished
    summed = [one for one in earlier if one.name in parts]
    for cell in table.counts:
        addends = tuple((one.name, *cell) for one in summed if cell in one.table.counts)
        if addends:
            equations.append(Equation((name, *cell), addends))
    return Table(counts, equations, frozenset(unpublished), frozenset(shown), frozenset(kept))


def _named(name: str, counts: Mapping[Cell, int]) -> dict[Cell, int]:
    return {(name, *cell): count for cell, count in counts.items()}


def _of(name: str, equation: Equation) -> Equation:
    total, parts = equation.total, equation.parts
    return Equation((name, *total), tuple((name, *part) for part in parts))
