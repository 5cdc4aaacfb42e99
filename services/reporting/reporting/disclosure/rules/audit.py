"""The audit: the interval in which each hidden count lies for a reader of all reports.

Two linear programs for each cell would tell (HiGHS finds the least and the greatest count). Nearly
all cells are cleared by fewer ones. Each solution of any objective, like the true counts
themselves, is a possible world, and two of them in which a count is ten apart prove that its
interval is wide enough. A world in which all but a few hundred cells have their true counts is one
too. So random objectives over all cells come first (`many.py`); then single cells, in growing
parts; and only a cell that the program of all cells leaves too narrow is exposed.

Counts are whole numbers and the programs are not: a reader who uses that may find an interval
narrower. The interval of the programs is the one that is kept at ten.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress

import numpy as np

from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.decision import Exposed
from reporting.disclosure.rules.many import clear_many
from reporting.disclosure.rules.program import Column, Program, SolverFailed
from reporting.disclosure.rules.seen import Seen
from reporting.disclosure.rules.suppression import Table

NEAR, FARTHER = 300, 4  # cells around a single one; how many times as many the next part has
LARGE = 6_000  # cells of which the simplex method takes too long


def exposed_cells(table: Table, hidden: AbstractSet[Cell]) -> list[Exposed]:
    """Return the protected cells whose interval is narrower than ten, in order."""
    seen, unknown = Seen(), hidden | table.unpublished
    doubtful_cells(table, hidden, seen)
    # Fewer are left: they do not stand in each other's way as all did.
    return [
        seen.exposed(table, cell)
        for cell in doubtful_cells(table, hidden, seen)
        if not is_cleared(table, unknown, cell, seen)
    ]


def doubtful_cells(
    table: Table,
    hidden: AbstractSet[Cell],
    seen: Seen,
    given_up: AbstractSet[Cell] = frozenset(),
) -> list[Cell]:
    """Return the protected cells not seen ten apart, in order: all exposed ones are among them.

    `seen` holds what is possible already, and takes what is found to be possible. Those in
    `given_up` are not looked at.
    """
    protected = table.protected(hidden) - given_up
    wanted = sorted(cell for cell in protected if not seen.is_wide(cell))
    clear_many(table, hidden | table.unpublished, wanted, seen)
    return [cell for cell in wanted if not seen.is_wide(cell)]


def clear_around(table: Table, hidden: AbstractSet[Cell], cell: Cell, seen: Seen) -> None:
    """Clear a cell, if it can be by cells not too far away, and many near it."""
    unknown = hidden | table.unpublished
    if not is_cleared(table, unknown, cell, seen, LARGE):
        return
    part = around(table, cell, NEAR, unknown.__contains__)
    protected = [one for one in part if one in hidden or one in table.small]
    narrow = sorted(one for one in protected if not seen.is_wide(one))
    clear_many(table, set(part), narrow, seen)


def around(table: Table, cell: Cell, number: int, is_free: Callable[[Cell], bool]) -> list[Cell]:
    """Return so many free cells, the nearest first, or more; fewer where there are no more."""
    found, done, used = {cell: None}, 0, set[int]()
    while done < len(found) < number:
        layer = list(found)[done:]
        done = len(found)
        for equation in (one for reached in layer for one in table.equations_of[reached]):
            if id(equation) not in used:
                used.add(id(equation))
                found |= dict.fromkeys(one for one in equation.cells if is_free(one))
    return list(found)


def growing_around(
    table: Table, cell: Cell, is_free: Callable[[Cell], bool]
) -> Iterator[list[Cell]]:
    """Yield growing parts of the table around a cell, the last one with all that hangs on it."""
    number, part = NEAR, list[Cell]()
    while len(part := around(table, cell, number, is_free)) >= number:
        yield part
        number *= FARTHER
    yield part


def program_of(table: Table, part: Iterable[Cell]) -> Program:
    """Return the program in which these cells may have any counts, and all others the true ones."""
    cells = list(part)
    equations = {id(one): one for cell in cells for one in table.equations_of[cell]}
    columns = [Column(cell, -table.counts[cell]) for cell in cells]
    return Program(equations.values(), columns, interior=len(cells) > LARGE)


def is_cleared(
    table: Table, unknown: AbstractSet[Cell], cell: Cell, seen: Seen, most: float = math.inf
) -> bool:
    """Ask for the ends of the cell's interval until it is wide enough, or all cells were asked.

    No more than `most` cells are asked at once. What is found to be possible goes to `seen`.
    """
    if seen.is_wide(cell):
        return True
    for part in growing_around(table, cell, unknown.__contains__):
        if len(part) > most:
            break
        program = program_of(table, part)
        for way in (1.0, -1.0):
            if not seen.is_wide(cell):
                weights = np.zeros(len(program.places))
                weights[program.places[cell][0]] = way
                with suppress(SolverFailed):
                    seen.add(program.greatest(weights))
        if seen.is_wide(cell):
            return True
    return False
