"""The audit: the interval in which each hidden count lies for a reader of all reports.

Two linear programs for each cell would tell (HiGHS finds the least and the greatest count). Nearly
all cells are cleared by fewer and smaller ones. Each solution of any objective, like the true
counts themselves, is a possible world, and two of them in which a count is ten apart prove that its
interval is wide enough. A world in which all but a few thousand cells have their true counts
is one too. So random objectives over such parts of the table come first; then single cells, in
growing parts; and only a cell that the program of all cells leaves too narrow is exposed.

Counts are whole numbers and the programs are not: a reader who uses that may find an interval
narrower. The interval of the programs is the one that is kept at ten.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np

from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.decision import Exposed
from reporting.disclosure.rules.program import Column, Program
from reporting.disclosure.rules.suppression import Table
from reporting.disclosure.rules.threshold import MINIMUM

WIDTH = MINIMUM - 1e-4  # HiGHS keeps equations to a tolerance
PART = 200_000  # cells of a part of the table in which many cells are cleared at once
ROUNDS = 40
TOO_FEW = 0.05  # a round that clears a smaller share of what is left is the last one
NEAR, FARTHER = 300, 4  # cells around a single one; how many times as many the next part has


@dataclass
class Seen:
    """By how much cells were seen to differ from their true counts, at least and at most.

    What is possible stays so when more is hidden.
    """

    least: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))
    most: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))

    def is_wide(self, cell: Cell) -> bool:
        """Say whether the cell was seen ten apart."""
        return self.most[cell] - self.least[cell] >= WIDTH

    def exposed(self, table: Table, cell: Cell) -> Exposed:
        """Return between which counts the cell was seen."""
        count = table.counts[cell]
        return Exposed(cell, count + self.least[cell], count + self.most[cell])

    def add(self, world: Mapping[Cell, float]) -> None:
        """Note one more possible world: the differences of its cells from their true counts."""
        for cell, difference in world.items():
            if difference < self.least[cell]:
                self.least[cell] = difference
            elif difference > self.most[cell]:
                self.most[cell] = difference


def exposed_cells(table: Table, hidden: AbstractSet[Cell]) -> list[Exposed]:
    """Return the protected cells whose interval is narrower than ten, in order."""
    seen = Seen()
    unknown = hidden | table.unpublished
    return [
        seen.exposed(table, cell)
        for cell in doubtful_cells(table, hidden, seen)
        if not _is_cleared(table, unknown, cell, seen)
    ]


def doubtful_cells(table: Table, hidden: AbstractSet[Cell], seen: Seen) -> list[Cell]:
    """Return the protected cells not seen ten apart, in order: all exposed ones are among them.

    `seen` holds what is possible already, and takes what is found to be possible.
    """
    wanted = sorted(cell for cell in table.protected(hidden) if not seen.is_wide(cell))
    tried: set[Cell] = set()
    for cell in wanted:
        if cell not in tried and not seen.is_wide(cell):
            part = clear_around(table, hidden, cell, seen, PART)
            # Those at the edge of a part are tried again in the midst of another one.
            tried.update(part if len(part) < PART else part[: PART // 2])
    return [cell for cell in wanted if not seen.is_wide(cell)]


def clear_around(
    table: Table, hidden: AbstractSet[Cell], cell: Cell, seen: Seen, number: int
) -> list[Cell]:
    """Clear many of so many unknown cells around one, by random objectives; return those cells."""
    part = around(table, cell, number, lambda one: one in hidden or one in table.unpublished)
    protected = [one for one in part if one in hidden or one in table.small]
    narrow = [one for one in protected if not seen.is_wide(one)]
    _clear_many(program_of(table, part), sorted(narrow), seen)
    return part


def around(table: Table, cell: Cell, number: int, is_free: Callable[[Cell], bool]) -> list[Cell]:
    """Return so many free cells, the nearest first, or more; fewer where there are no more."""
    found, done = {cell: None}, 0
    while done < len(found) < number:
        layer = list(found)[done:]
        done = len(found)
        for equation in (one for reached in layer for one in table.equations_of[reached]):
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
    return Program(equations.values(), [Column(cell, -table.counts[cell]) for cell in cells])


def _clear_many(program: Program, wanted: list[Cell], seen: Seen) -> None:
    """Look for worlds in which many of the wanted cells differ, both ways by turns."""
    random = np.random.default_rng(0)  # the same table gives the same answer
    left, rounds = wanted, 0
    while left and rounds < ROUNDS:
        weights = np.zeros(len(program.places))
        places = [program.places[cell][0] for cell in left]
        signs = random.choice([-1.0, 1.0], len(left))
        weights[places] = signs * random.uniform(0.5, 1.5, len(left))
        for ways in (weights, -weights):
            seen.add(program.greatest(ways))
        before, left = left, [cell for cell in left if not seen.is_wide(cell)]
        rounds = rounds + 1 if len(left) < (1 - TOO_FEW) * len(before) else ROUNDS


def _is_cleared(table: Table, unknown: AbstractSet[Cell], cell: Cell, seen: Seen) -> bool:
    """Ask for the ends of the cell's interval until it is wide enough, or all cells were asked."""
    for part in growing_around(table, cell, unknown.__contains__):
        program = program_of(table, part)
        for way in (1.0, -1.0):
            if not seen.is_wide(cell):
                weights = np.zeros(len(program.places))
                weights[program.places[cell][0]] = way
                seen.add(program.greatest(weights))
        if seen.is_wide(cell):
            return True
    return False
