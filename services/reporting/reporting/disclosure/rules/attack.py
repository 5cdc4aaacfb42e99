"""Which hidden cells of a table a reader can compute.

Two attacks, each over all equations at once: linear algebra (adding and subtracting equations),
and bounds (no count is negative).
"""

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from random import Random

Cell = tuple[str, ...]
Row = dict[Cell, int]

# Coefficients are 1 and -1: modulo a prime this large a value other than zero stays so.
PRIME = 2**61 - 1
ROUNDS = 100


@dataclass(frozen=True)
class Equation:
    """`total` is the sum of `parts`."""

    total: Cell
    parts: tuple[Cell, ...]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells of the equation, the total first."""
        return (self.total, *self.parts)


def found_exactly(
    equations: Sequence[Equation], counts: Mapping[Cell, int], unknown: AbstractSet[Cell]
) -> set[Cell]:
    """Return the unknown cells whose count follows from the counts of all other cells."""
    useful = [one for one in equations if not unknown.isdisjoint(one.cells)]
    return _by_subtraction(useful, unknown) | _by_bounds(useful, counts, unknown)


def _by_subtraction(equations: Sequence[Equation], unknown: AbstractSet[Cell]) -> set[Cell]:
    """Return the cells that have the same value in every solution of the equations.

    The difference of two solutions solves the homogeneous equations. A random solution of those is
    zero at a cell only where every solution is (but for a chance of about 1 in `PRIME`).
    """
    pivots = _eliminated([_row(equation, unknown) for equation in equations])
    random = Random(0)  # noqa: S311 (the same table gives the same answer; nothing is secret)
    values: Row = {}
    for pivot, row in reversed(pivots):
        rest = 0
        for cell, coefficient in row.items():
            if cell != pivot:
                if cell not in values:
                    values[cell] = random.randrange(1, PRIME)
                rest += coefficient * values[cell]
        values[pivot] = -rest * pow(row[pivot], -1, PRIME) % PRIME
    return {cell for cell, value in values.items() if value == 0}


def _row(equation: Equation, unknown: AbstractSet[Cell]) -> Row:
    row = dict.fromkeys((part for part in equation.parts if part in unknown), 1)
    if equation.total in unknown:
        row[equation.total] = PRIME - 1
    return row


def _eliminated(rows: list[Row]) -> list[tuple[Cell, Row]]:
    """Return (pivot, row) in elimination order: a row contains pivots of later rows only."""
    rows_with: dict[Cell, set[int]] = {}
    for place, row in enumerate(rows):
        for cell in row:
            rows_with.setdefault(cell, set()).add(place)
    pivots: list[tuple[Cell, Row]] = []
    left = set(range(len(rows)))
    while left:
        place = min(left, key=lambda one: (len(rows[one]), one))
        left.remove(place)
        row = rows[place]
        if not row:
            continue
        # The pivot is the cell in the fewest other rows, which keeps the rows short.
        pivot = min(row, key=lambda cell: (len(rows_with[cell]), cell))
        for cell in row:
            rows_with[cell].discard(place)
        for other in sorted(rows_with[pivot]):
            _subtract(rows, rows_with, other, row, pivot)
        pivots.append((pivot, row))
    return pivots


def _subtract(
    rows: list[Row], rows_with: dict[Cell, set[int]], place: int, row: Row, pivot: Cell
) -> None:
    """Subtract a multiple of `row` from another row, so that the pivot disappears from it."""
    other = rows[place]
    factor = other[pivot] * pow(row[pivot], -1, PRIME) % PRIME
    for cell, coefficient in row.items():
        value = (other.get(cell, 0) - factor * coefficient) % PRIME
        if value:
            other[cell] = value
            rows_with[cell].add(place)
        else:
            other.pop(cell, None)
            rows_with[cell].discard(place)


def _by_bounds(
    equations: Sequence[Equation], counts: Mapping[Cell, int], unknown: AbstractSet[Cell]
) -> set[Cell]:
    """Return the cells whose lower and upper bounds meet, given that no count is negative."""
    cells = {cell for equation in equations for cell in equation.cells}
    low: dict[Cell, float] = {cell: 0 if cell in unknown else counts[cell] for cell in cells}
    high = {cell: math.inf if cell in unknown else counts[cell] for cell in cells}
    for _ in range(ROUNDS):
        moved = [_tighten(equation, low, high) for equation in equations]
        if not any(moved):
            break
    return {cell for cell in cells & unknown if low[cell] == high[cell]}


def _tighten(equation: Equation, low: dict[Cell, float], high: dict[Cell, float]) -> bool:
    """Tighten the bounds of the cells of one equation; return whether any bound moved."""
    least = sum(low[part] for part in equation.parts)
    unbounded = [part for part in equation.parts if high[part] == math.inf]
    most = sum(high[part] for part in equation.parts if high[part] != math.inf)
    total = equation.total
    moved = _bound(total, least, math.inf if unbounded else most, low, high)
    floor, ceiling = low[total], high[total]
    for part in equation.parts:
        others = most - (0 if high[part] == math.inf else high[part])
        alone = not unbounded or unbounded == [part]
        lowest = floor - others if alone else 0
        moved |= _bound(part, lowest, ceiling - (least - low[part]), low, high)
    return moved


def _bound(
    cell: Cell, least: float, most: float, low: dict[Cell, float], high: dict[Cell, float]
) -> bool:
    if least <= low[cell] and most >= high[cell]:
        return False
    low[cell], high[cell] = max(low[cell], least), min(high[cell], most)
    return True
