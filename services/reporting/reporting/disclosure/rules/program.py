"""The linear program of a reader: which counts all reports together leave possible.

A variable is by how much the count of a cell may differ from the true one. The differences
solve the homogeneous equations, and leave no count negative. All of them zero is a solution, so
the program is never infeasible. Only its objective changes from one solution to the next: the
simplex method goes on where it was.
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

    def __init__(self, equations: Iterable[Equation], columns: Sequence[Column]) -> None:
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
        self._highs.setOptionValue("threads", 1)
        self._highs.passModel(program)
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

    def limit(self, cell: Cell, least: float, most: float) -> None:
        """Set between which differences a cell with one column lies."""
        [place] = self.places[cell]
        self._highs.changeColBounds(place, least, most)

    def greatest(self, weights: Numbers) -> dict[Cell, float]:
        """Return the differences of the cells for which the weighted sum of columns is greatest."""
        self._highs.changeColsCost(len(self._columns), self._all, -weights)
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise SolverFailed(str(self._highs.getModelStatus()))
        values = self._highs.getSolution().col_value
        differences = dict.fromkeys(self.places, 0.0)
        for column, value in zip(self._columns, values, strict=True):
            differences[column.cell] += column.sign * value
        return differences
