"""A reader who has all reports, and adds and subtracts: written apart from the rules."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from reporting.disclosure.rules.attack import Cell, Equation
from scipy.optimize import linprog


def subtracted(equations: Iterable[Equation], shown: Mapping[Cell, int]) -> dict[Cell, int]:
    """Fill in the one unknown of an equation, again and again: what anybody with a pencil does."""
    known, grows = dict(shown), True
    left = list(equations)
    while grows:
        grows = False
        for equation in left:
            unknown = [cell for cell in equation.cells if cell not in known]
            if len(unknown) == 1:
                [cell] = unknown
                parts = sum(known[part] for part in equation.parts if part != cell)
                known[cell] = parts if cell == equation.total else known[equation.total] - parts
                grows = True
    return {cell: count for cell, count in known.items() if cell not in shown}


def solved(equations: Iterable[Equation], shown: Mapping[Cell, int]) -> set[Cell]:
    """Return what Gauss and Jordan find: the unknowns that stand alone in a reduced row."""
    rows: list[dict[Cell, Fraction]] = []
    for equation in equations:
        row = {part: Fraction(1) for part in equation.parts if part not in shown}
        if equation.total not in shown:
            row[equation.total] = Fraction(-1)
        for earlier in rows:
            _take_off(row, earlier)
        if row:
            first = next(iter(row))
            row = {cell: value / row[first] for cell, value in row.items()}
            for earlier in rows:
                _take_off(earlier, row)
            rows.append(row)
    return {cell for row in rows if len(row) == 1 for cell in row}


def _take_off(row: dict[Cell, Fraction], reduced: dict[Cell, Fraction]) -> None:
    factor = row.get(next(iter(reduced)), Fraction(0))
    for cell, value in reduced.items() if factor else ():
        row[cell] = row.get(cell, Fraction(0)) - factor * value
        if not row[cell]:
            del row[cell]


def bounded(equations: Iterable[Equation], shown: Mapping[Cell, int]) -> set[Cell]:
    """Return the unknowns to which one equation after the other leaves a single count."""
    most = max([*shown.values(), 0]) * 100 + 1_000_000
    low, high = dict(shown), dict(shown)
    left = list(equations)
    for cell in {cell for equation in left for cell in equation.cells} - set(shown):
        low[cell], high[cell] = 0, most
    before = None
    while before != (low, high):
        before = (dict(low), dict(high))
        for equation in left:
            total = equation.total
            low[total] = max(low[total], sum(low[part] for part in equation.parts))
            high[total] = min(high[total], sum(high[part] for part in equation.parts))
            for part in equation.parts:
                others = [other for other in equation.parts if other != part]
                low[part] = max(low[part], low[total] - sum(high[other] for other in others))
                high[part] = min(high[part], high[total] - sum(low[other] for other in others))
    return {cell for cell in low if cell not in shown and low[cell] == high[cell]}


def narrowed(
    equations: Iterable[Equation], shown: Mapping[Cell, int], cells: Iterable[Cell], width: float
) -> dict[Cell, tuple[float, float]]:
    """Return those of the cells whose least and greatest possible counts are nearer than `width`.

    Linear programs by SciPy on the counts themselves, as the equations say them.
    """
    equations = list(equations)
    unknown = sorted({cell for one in equations for cell in one.cells} - set(shown))
    column = {cell: number for number, cell in enumerate(unknown)}
    sums, known = np.zeros((len(equations), len(unknown))), np.zeros(len(equations))
    for row, equation in enumerate(equations):
        for cell in equation.cells:
            sign = 1 if cell == equation.total else -1
            if cell in column:
                sums[row, column[cell]] = sign
            else:
                known[row] -= sign * shown[cell]
    worlds, found = [], {}
    for cell in sorted(cells):
        for sign in (1, -1):
            seen = [world[column[cell]] for world in worlds]
            if seen and max(seen) - min(seen) >= width:
                break
            worlds.append(_outermost(sums, known, column[cell], sign))
        seen = [world[column[cell]] for world in worlds]
        if max(seen) - min(seen) < width:
            found[cell] = (min(seen), max(seen))
    return found


def _outermost(sums: NDArray[Any], known: NDArray[Any], column: int, sign: int) -> NDArray[Any]:
    """Return possible counts of which one is least (1) or greatest (-1)."""
    costs = np.zeros(sums.shape[1])
    costs[column] = sign
    answer = linprog(costs, A_eq=sums, b_eq=known, bounds=(0, 1_000_000), method="highs")
    assert answer.success, answer.message
    assert np.allclose(sums @ answer.x, known, atol=1e-5)
    return answer.x
