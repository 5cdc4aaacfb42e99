"""The audit: the interval in which each hidden count lies for a reader of all reports.

Two linear programs for each cell would tell (HiGHS finds the least and the greatest count). Nearly
all cells are cleared by fewer: each solution of any objective, like the true counts themselves, is
a possible world, and two of them in which a count differs by ten prove that its interval is wide
enough. Only what random objectives do not clear is asked for one by one.

Counts are whole numbers and the programs are not: a reader who uses that may find an interval
narrower. The interval of the programs is the one that is kept at ten.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np

from reporting.disclosure.rules.attack import Cell, Equation
from reporting.disclosure.rules.decision import Exposed
from reporting.disclosure.rules.program import Column, Program
from reporting.disclosure.rules.suppression import Table
from reporting.disclosure.rules.threshold import MINIMUM

WIDTH = MINIMUM - 1e-4  # HiGHS keeps equations to a tolerance
ROUNDS = 40
TOO_FEW = 0.05  # a round that clears a smaller share of what is left is the last one


@dataclass
class Seen:
    """By how much cells were seen to differ from their true counts, at least and at most.

    What is possible stays so when more is hidden.
    """

    least: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))
    most: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))

    def width(self, cell: Cell) -> float:
        """Return how far apart a cell's counts were seen."""
        return self.most[cell] - self.least[cell]

    def add(self, differences: Mapping[Cell, float]) -> None:
        """Note one more possible world."""
        for cell, difference in differences.items():
            if difference < self.least[cell]:
                self.least[cell] = difference
            elif difference > self.most[cell]:
                self.most[cell] = difference


def exposed_cells(table: Table, hidden: AbstractSet[Cell]) -> list[Exposed]:
    """Return the protected cells whose interval is narrower than ten, in order."""
    seen, exposed = Seen(), []
    for program, left in _programs(table, hidden, seen):
        exposed += [
            Exposed(cell, table.counts[cell] + seen.least[cell],
                    table.counts[cell] + seen.most[cell])
            for cell in left if not _is_cleared(program, cell, seen)
        ]  # fmt: skip
    return sorted(exposed, key=lambda one: one.cell)


def doubtful_cells(table: Table, hidden: AbstractSet[Cell], seen: Seen) -> list[Cell]:
    """Return the protected cells that were not seen ten apart, among them all exposed ones.

    `seen` holds what is possible already, and takes what is found to be possible.
    """
    return sorted(cell for _, left in _programs(table, hidden, seen) for cell in left)


def _programs(
    table: Table, hidden: AbstractSet[Cell], seen: Seen
) -> Iterator[tuple[Program, list[Cell]]]:
    """Yield the program of each component, and its cells that many worlds did not clear."""
    protected = table.protected(hidden)
    for cells, equations in _components(table, hidden | table.unpublished):
        wanted = [cell for cell in cells if cell in protected and seen.width(cell) < WIDTH]
        if wanted:
            program = Program(equations, [Column(cell, -table.counts[cell]) for cell in cells])
            left = _clear_many(program, wanted, seen)
            if left:
                yield program, left


def _components(
    table: Table, unknown: AbstractSet[Cell]
) -> list[tuple[list[Cell], list[Equation]]]:
    """Return the unknown cells in groups that no equation joins, each with its equations."""
    left, components = set(unknown), []
    for first in sorted(unknown):
        if first in left:
            cells, equations, waiting = [], {}, [first]
            left.remove(first)
            while waiting:
                cell = waiting.pop()
                cells.append(cell)
                for equation in table.equations_of.get(cell, ()):
                    if id(equation) not in equations:
                        equations[id(equation)] = equation
                        reached = [one for one in equation.cells if one in left]
                        left.difference_update(reached)
                        waiting += reached
            components.append((cells, list(equations.values())))
    return components


def _clear_many(program: Program, wanted: list[Cell], seen: Seen) -> list[Cell]:
    """Look for worlds in which many wanted cells differ; return those not seen ten apart."""
    random = np.random.default_rng(0)  # the same table gives the same answer
    left, rounds = wanted, 0
    while left and rounds < ROUNDS:
        weights = np.zeros(len(program.places))
        places = [program.places[cell][0] for cell in left]
        signs = random.choice([-1.0, 1.0], len(left))
        weights[places] = signs * random.uniform(0.5, 1.5, len(left))
        for ways in (weights, -weights):
            seen.add(program.greatest(ways))
        before, left = left, [cell for cell in left if seen.width(cell) < WIDTH]
        rounds = rounds + 1 if len(left) < (1 - TOO_FEW) * len(before) else ROUNDS
    return left


def _is_cleared(program: Program, cell: Cell, seen: Seen) -> bool:
    """Say whether the cell's interval is wide enough; ask for its ends where that is not seen."""
    for way in (1.0, -1.0):
        if seen.width(cell) < WIDTH:
            weights = np.zeros(len(program.places))
            weights[program.places[cell][0]] = way
            seen.add(program.greatest(weights))
    return seen.width(cell) >= WIDTH
