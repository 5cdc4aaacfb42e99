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
from reporting.disclosure.rules.audit import LARGE, growing_around
from reporting.disclosure.rules.many import MOVED, WANTED, two_worlds
from reporting.disclosure.rules.program import MOST, Column, Numbers, Program, SolverFailed
from reporting.disclosure.rules.seen import WIDTH, Seen
from reporting.disclosure.rules.suppression import Table
from reporting.disclosure.rules.threshold import MINIMUM

NOTHING = 1e-6
World = Mapping[Cell, float]


def hide_for_many(
    table: Table, hidden: AbstractSet[Cell], narrow: list[Cell], seen: Seen
) -> set[Cell]:
    """Return shown cells to hide so that many narrow cells can differ, each by what it lacks.

    The solutions of the interior-point method are too rough to be believed with what they hide:
    the cells are cleared afterwards, or they are not.
    """
    columns = _columns(table, hidden, sorted(table.hideable | hidden | table.unpublished))
    program = _program(table, columns, interior=True)
    prices, random = _prices(table, hidden, columns), np.random.default_rng(0)
    try:
        world = next(two_worlds(program, prices, narrow, seen, random))
    except SolverFailed:
        return set()
    return ({one for one, by in world.items() if abs(by) > MOVED} & table.hideable) - hidden


def hide_beside(table: Table, hidden: AbstractSet[Cell], cell: Cell, seen: Seen) -> set[Cell]:
    """Return the shown cells to hide for an exposed one; `seen` takes what becomes possible then.

    Nothing new becomes possible where it cannot be protected by what is not too far away.
    """
    worlds: list[World] = []
    for near in growing_around(table, cell, lambda one: one not in table.told):
        if len(near) > LARGE:
            break
        worlds = _apart(table, hidden, cell, near, seen)
        if worlds:
            break
    more: set[Cell] = set()
    for world in worlds:
        seen.add(world)
        more |= {one for one, by in world.items() if abs(by) > NOTHING}
    return (more & table.hideable) - hidden


def hide_near(table: Table, hidden: AbstractSet[Cell], cell: Cell) -> set[Cell]:
    """Return all cells to hide around a cell, so far that there are some; none if none hang on it.

    All hidden, the new reports tell nothing of it that the earlier ones do not.
    """
    for near in growing_around(table, cell, lambda one: one not in table.told):
        if more := table.hideable.intersection(near) - hidden:
            return set(more)
    return set()


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
    program, weights = _program(table, columns), _prices(table, hidden, columns)
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


def _prices(table: Table, hidden: AbstractSet[Cell], columns: list[Column]) -> Numbers:
    return np.array([
        -price(table, one.cell) if one.cell in table.hideable and one.cell not in hidden else 0.0
        for one in columns
    ])  # fmt: skip


def _program(table: Table, columns: list[Column], *, interior: bool = False) -> Program:
    equations = {id(one): one for of in columns for one in table.equations_of[of.cell]}
    return Program(equations.values(), columns, interior=interior)
