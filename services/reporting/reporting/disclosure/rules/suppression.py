"""Complementary suppression, as it is proposed before the audit.

1. Counts below ten are hidden (primary suppression).
2. The sum of the hidden parts of a shown total can be computed. So at least two parts of such a
   total are hidden, and together they are at least ten; otherwise one more cell is hidden: the
   smallest one, a part before a total.

This looks at one equation after the other. The audit (`audit.py`) looks at all of them at once.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from reporting.disclosure.rules.attack import Cell, Equation
from reporting.disclosure.rules.threshold import MINIMUM


class UntrueTable(Exception):
    """A count is negative, or a total is not the sum of its parts: no audit would hold."""


@dataclass(frozen=True)
class Table:
    """Exact counts by cell, and which are sums of others.

    Cells in `unpublished` are in no report. A reader has those that an earlier report showed
    (`shown`) for ever; those that it hid (`kept`) stay hidden, and stay protected.
    """

    counts: Mapping[Cell, int]
    equations: Sequence[Equation]
    unpublished: frozenset[Cell] = frozenset()
    shown: frozenset[Cell] = frozenset()
    kept: frozenset[Cell] = frozenset()

    @cached_property
    def equations_of(self) -> Mapping[Cell, list[Equation]]:
        """The equations that contain a cell."""
        found: dict[Cell, list[Equation]] = defaultdict(list)
        for equation in self.equations:
            for cell in equation.cells:
                found[cell].append(equation)
        return found

    @cached_property
    def told(self) -> frozenset[Cell]:
        """What earlier reports show, and what follows from it, one equation after the other."""
        told = set(self.shown)
        waiting = list(self.equations) if told else []
        while waiting:
            unknown = [cell for cell in waiting.pop().cells if cell not in told]
            if len(unknown) == 1:
                told.add(unknown[0])
                waiting += self.equations_of[unknown[0]]
        return frozenset(told)

    @cached_property
    def hideable(self) -> frozenset[Cell]:
        """The new cells that can be hidden."""
        return frozenset(self.counts) - self.told - self.kept - self.unpublished

    @cached_property
    def small(self) -> frozenset[Cell]:
        """The cells below the threshold, those of no report too; zero is small."""
        return frozenset(cell for cell, count in self.counts.items() if count < MINIMUM)

    def protected(self, hidden: AbstractSet[Cell]) -> frozenset[Cell]:
        """Return the cells that no reader may come near to, where `hidden` are hidden."""
        return (self.small & self.unpublished).union(hidden)


def check_true(table: Table) -> None:
    """Raise `UntrueTable` where the counts cannot be, or do not add up."""
    counts = table.counts
    for cell, count in counts.items():
        if count < 0:
            raise UntrueTable(f"the count of {cell} is negative")
    for equation in table.equations:
        if counts[equation.total] != sum(counts[part] for part in equation.parts):
            raise UntrueTable(f"{equation.total} is not the sum of its parts")


def proposed_cells(table: Table) -> set[Cell]:
    """Return the cells to hide by steps 1 and 2, `kept` included: what `decide` begins with."""
    hidden = set(table.small - table.unpublished - table.shown | table.kept)
    waiting = list(table.equations)
    while waiting:
        equation = waiting.pop()
        if not _is_safe(table, hidden, equation):
            cell = _smallest_shown(table, hidden, equation)
            if cell is not None:
                hidden.add(cell)
                waiting += table.equations_of[cell]
    return hidden


def _is_safe(table: Table, hidden: set[Cell], equation: Equation) -> bool:
    unknown = [cell for cell in equation.cells if cell in hidden or cell in table.unpublished]
    if not any(cell in hidden or table.counts[cell] < MINIMUM for cell in unknown):
        return True
    if len(unknown) == 1:
        return False
    if equation.total in unknown:
        return True
    return sum(table.counts[cell] for cell in unknown) >= MINIMUM


def _smallest_shown(table: Table, hidden: set[Cell], equation: Equation) -> Cell | None:
    hideable = [
        (cell == equation.total, table.counts[cell], cell)
        for cell in equation.cells
        if cell in table.hideable and cell not in hidden
    ]
    return min(hideable)[2] if hideable else None
