"""Complementary suppression: what is hidden does not follow from what is shown by subtraction.

Counts below ten are hidden. Where a total is shown, the hidden parts of it together are a number
that anybody can compute: they are two at least, and together ten at least, or one more is hidden.
Then the table is attacked (`attack.py`) as a reader could, over all totals at once, and as long
as that finds a hidden count, one more is hidden near it. The smallest is taken first, a part
before a total, and equal tables hide the same cells.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reporting.rules.attack import Cell, Equation, found_exactly
from reporting.rules.disclosure import MINIMUM


@dataclass(frozen=True)
class Table:
    """Counts, and which are sums of others; those in `unpublished` are never shown anyway."""

    counts: Mapping[Cell, int]
    equations: Sequence[Equation]
    unpublished: frozenset[Cell] = frozenset()

    @cached_property
    def equations_of(self) -> Mapping[Cell, list[Equation]]:
        """The equations in which a cell stands."""
        found: dict[Cell, list[Equation]] = defaultdict(list)
        for equation in self.equations:
            for cell in equation.cells:
                found[cell].append(equation)
        return found


def hidden_cells(table: Table) -> frozenset[Cell]:
    """Return the cells that are not to be shown, those never published left out."""
    small = {cell for cell, count in table.counts.items() if count < MINIMUM}
    hidden = small - table.unpublished
    waiting: Iterable[Equation] = table.equations
    while True:
        _hide_remainders(table, hidden, waiting)
        unknown = hidden | table.unpublished
        exposed = found_exactly(table.equations, table.counts, unknown) & (hidden | small)
        waiting = _hide_near(table, hidden, sorted(exposed))
        if not waiting:
            return frozenset(hidden)


def _hide_remainders(table: Table, hidden: set[Cell], waiting: Iterable[Equation]) -> None:
    """Hide more until no total gives the hidden rest of its parts away."""
    todo = list(waiting)
    while todo:
        equation = todo.pop()
        if not _is_safe(table, hidden, equation):
            cell = _smallest_shown(table, hidden, [equation])
            if cell is not None:
                hidden.add(cell)
                todo += table.equations_of[cell]


def _is_safe(table: Table, hidden: set[Cell], equation: Equation) -> bool:
    unknown = [cell for cell in equation.cells if cell in hidden or cell in table.unpublished]
    if not any(cell in hidden or table.counts[cell] < MINIMUM for cell in unknown):
        return True
    if len(unknown) == 1:
        return False
    if equation.total in unknown:
        return True
    return sum(table.counts[cell] for cell in unknown) >= MINIMUM


def _hide_near(table: Table, hidden: set[Cell], exposed: list[Cell]) -> list[Equation]:
    """Hide one cell more for each exposed one; return the equations that are changed by it."""
    changed: list[Equation] = []
    touched: set[Cell] = set()
    for cell in exposed:
        near = table.equations_of[cell]
        if all(touched.isdisjoint(equation.cells) for equation in near):
            chosen = _nearest_shown(table, hidden, near)
            if chosen is not None:
                hidden.add(chosen)
                touched.add(chosen)
                changed += table.equations_of[chosen]
    return changed


def _nearest_shown(table: Table, hidden: set[Cell], near: list[Equation]) -> Cell | None:
    """Return the smallest shown cell of these equations, or of those that touch them, and on."""
    seen: set[Equation] = set()
    while near:
        cell = _smallest_shown(table, hidden, near)
        if cell is not None:
            return cell
        seen.update(near)
        cells = sorted({cell for equation in near for cell in equation.cells})
        reached = [equation for cell in cells for equation in table.equations_of[cell]]
        near = [equation for equation in reached if equation not in seen]
    return None


def _smallest_shown(table: Table, hidden: set[Cell], equations: list[Equation]) -> Cell | None:
    shown = [
        (cell == equation.total, table.counts[cell], cell)
        for equation in equations
        for cell in equation.cells
        if cell not in hidden and cell not in table.unpublished
    ]
    return min(shown)[2] if shown else None
