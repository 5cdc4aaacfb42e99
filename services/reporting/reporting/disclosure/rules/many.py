"""Worlds in which very many cells differ at once, and what to hide so that there are more of them.

One program of all unknown cells takes seconds and clears a good part of those that are narrow. Each
narrow cell is wished a way at random. Where two of them can only move against each other, one goes
the way that it was not wished; so the second world wishes each the way back that it came.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress

import numpy as np

from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.program import Column, Numbers, Program, SolverFailed
from reporting.disclosure.rules.seen import Seen
from reporting.disclosure.rules.suppression import Table
from reporting.disclosure.rules.threshold import MINIMUM

FREE = 100.0  # what any count may differ by: more makes the numbers worse, and clears no more
ROUNDS = 40
TOO_FEW = 0.1  # a round that clears a smaller share of what is left is the last one
MOVED = 1e-3
# What a narrow cell's difference is worth beside those of shown cells: more than they may cost.
WANTED = 1e5
Random = np.random.Generator


def clear_many(table: Table, unknown: AbstractSet[Cell], wanted: list[Cell], seen: Seen) -> None:
    """Look for worlds in which many of the wanted cells differ; `seen` takes what they show."""
    cells, left = sorted(unknown), wanted
    if not left:
        return
    equations = {id(one): one for cell in cells for one in table.equations_of[cell]}
    columns = [Column(cell, -table.counts[cell]) for cell in cells]
    program = Program(equations.values(), columns, interior=True)
    random = np.random.default_rng(0)  # the same table gives the same answer
    for _ in range(ROUNDS):
        with suppress(SolverFailed):
            for world in two_worlds(program, np.zeros(len(cells)), left, seen, random):
                seen.add(world)
        before, left = left, [cell for cell in left if not seen.is_wide(cell)]
        if not left or len(left) > (1 - TOO_FEW) * len(before):
            return


def two_worlds(
    program: Program, weights: Numbers, narrow: list[Cell], seen: Seen, random: Random
) -> Iterator[Mapping[Cell, float]]:
    """Yield a world in which the narrow cells differ, and one in which they differ the other way.

    `weights` are those of the columns beside the narrow cells'. Raises `SolverFailed`.
    """
    places = np.array([program.places[cell][0] for cell in narrow])
    least, most = (np.clip(bounds, -FREE, FREE) for bounds in program.bounds)
    lowest, came = least[places], np.zeros(len(narrow))
    for _ in range(2):
        most[places] = up = np.array([seen.least[cell] for cell in narrow]) + MINIMUM
        down = np.array([seen.most[cell] for cell in narrow]) - MINIMUM
        least[places] = down = np.maximum(lowest, down)
        program.limit_all(least, most)
        # Rather the way that has more room; back where it came; up where there is no way down.
        ways = np.where(random.random(len(narrow)) * (up - down) < up, 1.0, -1.0)
        ways = np.where(np.abs(came) > MOVED, -np.sign(came), ways)
        ways[down > -MOVED] = 1.0
        weights = weights.copy()
        weights[places] = ways * random.uniform(0.5, 1.5, len(narrow)) * WANTED
        world = program.greatest(weights)
        came = np.array([world[cell] for cell in narrow])
        yield world
