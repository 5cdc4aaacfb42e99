"""The linear program of a reader: which counts all reports together leave possible.

A variable is by how much the count of a cell may differ from the true one. The differences
solve the homogeneous equations, and leave no count negative. All of them zero is a solution, so
the program is never infeasible. Only its objective changes from one solution to the next: the
simplex method goes on where it was. Of a program of very many cells it is slow, and its solutions
differ in few of them. The interior-point method takes seconds and differs in nearly all; it need
not find the optimum, for any solution is a possible world. No limit is one of time: the same
program has the same solution.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from reporting.disclosure.rules.attack import Cell, Equation

# No report counts so many; it keeps what has no upper bound out of infinity.
MOST = 1e6
PRIMAL_SIMPLEX = 4
STEPS = 100  # of the interior-point method; it takes about twenty
DEPENDENT_EQUATIONS = 1 << 10  # the presolve rule that stops when its time is up
TOLERANCE = 1e-6  # in which a solution keeps equations and bounds
Numbers = NDArray[np.float64]


class SolverFailed(Exception):
    """HiGHS did not find the optimum of a program that has one."""


@dataclass(frozen=True)
class Column:
    """`sign` times a value between `least` and `most` is what the count of the cell differs by."""

    cell: Cell
    least: float
    most: float = MOST
    sign: float = 1.0


class Program:
    """The possible differences of cells with one column, or one for each way."""

    def __init__(
        self, equations: Iterable[Equation], columns: Sequence[Column], *, interior: bool = False
    ) -> None:
        self._columns = columns
        self.places: dict[Cell, list[int]] = defaultdict(list)
        for place, column in enumerate(columns):
            self.places[column.cell].append(place)
        program = highspy.HighsLp()
        program.num_col_ = len(columns)
        program.col_cost_ = np.zeros(len(columns))
        program.col_lower_ = np.array([column.least for column in columns])
        program.col_upper_ = np.array([column.most for column in columns])
        self._add_rows(program, equations)
        self._highs = highspy.Highs()
        self._highs.silent()
        self._highs.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
        self._highs.setOptionValue("solver", "ipx" if interior else "choose")
        self._highs.setOptionValue("run_crossover", "off")
        self._highs.setOptionValue("ipm_iteration_limit", STEPS)
        self._highs.setOptionValue("presolve_rule_off", DEPENDENT_EQUATIONS)
        self._highs.setOptionValue("threads", 1)
        self._highs.passModel(program)
        self._interior = interior
        self.bounds: tuple[Numbers, Numbers] = program.col_lower_, program.col_upper_
        self._all = np.arange(len(columns), dtype=np.int32)

    def _add_rows(self, program: highspy.HighsLp, equations: Iterable[Equation]) -> None:
        starts, places, values = [0], [], []
        for equation in equations:
            for cell in equation.cells:
                for place in self.places.get(cell, ()):
                    places.append(place)
                    sign = self._columns[place].sign
                    values.append(-sign if cell == equation.total else sign)
            if len(places) > starts[-1]:
                starts.append(len(places))
        program.num_row_ = len(starts) - 1
        program.row_lower_ = program.row_upper_ = np.zeros(program.num_row_)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.array(starts)
        program.a_matrix_.index_ = np.array(places)
        program.a_matrix_.value_ = np.array(values)
        rows = np.repeat(np.arange(program.num_row_), np.diff(starts))
        self._terms = rows, np.array(places, dtype=np.int64), np.array(values)

    def limit(self, cell: Cell, least: float, most: float) -> None:
        """Set between which differences a cell with one column lies."""
        [place] = self.places[cell]
        self.bounds[0][place], self.bounds[1][place] = least, most
        self._highs.changeColBounds(place, least, most)

    def limit_all(self, least: Numbers, most: Numbers) -> None:
        """Set between which values all columns lie."""
        self.bounds = least, most
        self._highs.changeColsBounds(len(self._columns), self._all, least, most)

    def greatest(self, weights: Numbers) -> dict[Cell, float]:
        """Return the differences of the cells for which the weighted sum of columns is greatest.

        Of an interior-point method a sum that is great; raise `SolverFailed` where that fails too.
        """
        self._highs.changeColsCost(len(self._columns), self._all, -weights)
        self._highs.run()
        values = np.array(self._highs.getSolution().col_value)
        status = self._highs.getModelStatus()
        if not (self._interior or status == highspy.HighsModelStatus.kOptimal):
            raise SolverFailed(str(status))
        if not self._is_possible(values):
            raise SolverFailed("the solution does not solve the equations")
        differences = dict.fromkeys(self.places, 0.0)
        for column, value in zip(self._columns, values.tolist(), strict=True):
            differences[column.cell] += column.sign * value
        return differences

    def _is_possible(self, values: Numbers) -> bool:
        """Say whether values keep all equations and bounds; nothing is taken on trust."""
        rows, places, signs = self._terms
        sums = np.bincount(rows, signs * values[places]) if len(rows) else np.zeros(1)
        least, most = self.bounds
        outside = np.maximum(least - values, values - most)
        return bool(max(np.abs(sums).max(), outside.max()) <= TOLERANCE)
