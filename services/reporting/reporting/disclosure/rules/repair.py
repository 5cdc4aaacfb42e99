"""Which more cells to hide, so that an exposed cell's interval becomes ten wide.

One linear program for each exposed cell: let its count differ by as much as it must, while the
shown cells that have to differ with it are worth as little as possible. Those are hidden. (The
linear heuristic for cell suppression of Kelly, Golden and Assad, 1992.)
"""

import math
from collections.abc import Set as AbstractSet

import numpy as np

from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.audit import Seen
from reporting.disclosure.rules.program import MOST, Column, Program
from reporting.disclosure.rules.suppression import Table
from reporting.disclosure.rules.threshold import MINIMUM

# What the exposed cell's difference is worth beside that of shown cells: more than all it may cost.
WANTED = 1e5
NOTHING = 1e-6


class Repair:
    """The differences of all cells that may be hidden, at a price, and of those that are."""

    def __init__(self, table: Table, hidden: AbstractSet[Cell]) -> None:
        self._table = table
        self._hidden = set(hidden)
        free = hidden | table.unpublished
        columns = [Column(cell, -table.counts[cell]) for cell in sorted(free)]
        for cell in sorted(table.hideable - free):
            columns += [Column(cell, 0), Column(cell, 0, table.counts[cell], sign=-1)]
        self._program = Program(table.equations, columns)
        self._prices = np.array([
            0.0 if column.cell in free else -price(table, column.cell) for column in columns
        ])  # fmt: skip

    def hide_beside(self, cell: Cell, seen: Seen) -> set[Cell]:
        """Return the cells to hide for an exposed one; `seen` takes what becomes possible."""
        hidden: set[Cell] = set()
        for way in (1.0, -1.0):
            need = MINIMUM - seen.width(cell)
            if need > NOTHING:
                hidden |= self._hide_for(cell, way, seen)
        return hidden

    def _hide_for(self, cell: Cell, way: float, seen: Seen) -> set[Cell]:
        count = self._table.counts[cell]
        least, most = -float(count), MOST
        if way > 0:
            most = seen.least[cell] + MINIMUM
        else:
            least = max(least, seen.most[cell] - MINIMUM)
        weights = self._prices.copy()
        weights[self._program.places[cell]] = way * WANTED
        self._program.limit(cell, least, most)
        differences = self._program.greatest(weights)
        self._program.limit(cell, -float(count), MOST)
        differing = {one for one, by in differences.items() if abs(by) > NOTHING}
        hidden = (differing & self._table.hideable) - self._hidden
        for one in hidden:
            self._prices[self._program.places[one]] = 0
        self._hidden |= hidden
        seen.add(differences)
        return hidden


def price(table: Table, cell: Cell) -> float:
    """Return what it costs to hide a cell, by each person that its count differs."""
    return 1.0 + math.sqrt(table.counts[cell])
