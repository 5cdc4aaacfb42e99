"""Which more cells to hide, so that an exposed cell's interval becomes ten wide.

A linear program: let its count differ by as much as it must, while the shown cells that have to
differ with it are worth as little as possible. Those are hidden. (The linear heuristic for cell
suppression of Kelly, Golden and Assad, 1992.) Most cells find what they need near by, so the
program begins with few cells around the exposed one; all others keep their true counts.
"""

import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import numpy as np

from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.audit import WIDTH, Seen, growing_around
from reporting.disclosure.rules.program import MOST, Column, Program
from reporting.disclosure.rules.suppression import Table
from reporting.disclosure.rules.threshold import MINIMUM

# What the exposed cell's difference is worth beside those of shown cells: more than they may cost.
WANTED = 1e5
NOTHING = 1e-6
World = Mapping[Cell, float]


def hide_beside(table: Table, hidden: AbstractSet[Cell], cell: Cell, seen: Seen) -> set[Cell]:
    """Return the shown cells to hide for an exposed one; `seen` takes what becomes possible then.

    Nothing is to be hidden, and nothing new becomes possible, where it cannot be protected.
    """
    worlds: list[World] = []
    for near in growing_around(table, cell, lambda one: one not in table.told):
        worlds = _apart(table, hidden, cell, near, seen)
        if worlds:
            break
    more: set[Cell] = set()
    for world in worlds:
        seen.add(world)
        more |= {one for one, by in world.items() if abs(by) > NOTHING}
    return (more & table.hideable) - hidden


def price(table: Table, cell: Cell) -> float:
    """Return what it costs to hide a cell, by each person that its count may differ."""
    return 1.0 + math.sqrt(table.counts[cell])


def _apart(
    table: Table, hidden: AbstractSet[Cell], cell: Cell, near: list[Cell], seen: Seen
) -> list[World]:
    """Return possible worlds in which the cell's counts are ten apart; none if there are none.

    Beside what is seen, one world is enough, above or below the true count, or one of each.
    """
    columns = _columns(table, hidden, near)
    equations = {id(one): one for of in near for one in table.equations_of[of]}
    program = Program(equations.values(), columns)
    weights = np.array([
        -price(table, one.cell) if one.cell in table.hideable and one.cell not in hidden else 0
        for one in columns
    ])  # fmt: skip
    [place] = program.places[cell]
    worlds: list[World] = []
    least, most = seen.least[cell], seen.most[cell]
    for way in (1.0, -1.0):
        limits = (0.0, least + MINIMUM) if way > 0 else (most - MINIMUM, 0.0)
        program.limit(cell, max(limits[0], -float(table.counts[cell])), min(limits[1], MOST))
        weights[place] = way * WANTED
        world = program.greatest(weights)
        worlds.append(world)
        least, most = min(least, world[cell]), max(most, world[cell])
        if most - least >= WIDTH:
            return worlds
    return []


def _columns(table: Table, hidden: AbstractSet[Cell], cells: list[Cell]) -> list[Column]:
    columns: list[Column] = []
    for cell in cells:
        if cell in table.hideable and cell not in hidden:
            columns += [Column(cell, 0), Column(cell, 0, table.counts[cell], sign=-1)]
        else:
            columns.append(Column(cell, -table.counts[cell]))
    return columns
