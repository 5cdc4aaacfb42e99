"""The linear relaxation by HiGHS, its prices, and the bound that these prove.

The interior point method, with a crossover: at the vertex nearly all is 0 or 1, and only there
the prices are exact. The dual simplex takes between half and one and a half times as long.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from volunteers.rosters.solver.model import Floats, Model


@dataclass(frozen=True)
class Relaxation:
    """A solution of the relaxation: `x` of the columns, `price` (>= 0) of the rows."""

    x: Floats
    price: Floats


def relax(model: Model, seconds: float) -> Relaxation | None:
    """Return the relaxation's optimum; None where the time was too short."""
    if not len(model.most):
        return Relaxation(np.where(model.cost > 0, model.upper, 0).astype(float), np.zeros(0))
    highs = highspy.Highs()
    for option, value in {
        "output_flag": False, "solver": "ipx", "time_limit": seconds, "threads": 1,
    }.items():  # fmt: skip
        highs.setOptionValue(option, value)
    highs.passModel(_linear_program(model))
    highs.run()
    solution = highs.getSolution()
    if not solution.dual_valid:
        return None
    price = np.maximum(0.0, -np.array(solution.row_dual))
    return Relaxation(np.array(solution.col_value), price)


def bound_of(model: Model, price: Floats) -> float:
    """Return the bound that prices of the rows, none negative, prove; no optimality is needed.

    By weak duality: what a row may hold at its price, and what each column would gain beyond it.
    """
    gain = model.cost - model.rows.transposed_times(price, model.columns)
    return float(price @ model.most + model.upper @ np.maximum(gain, 0.0) + model.constant)


def first_bound(model: Model) -> float:
    """Return a bound that is known at once: every place at the most that somebody brings there."""
    price = np.zeros(len(model.most))
    row = model.capacity[model.shift]
    np.maximum.at(price, row[row >= 0], model.cost[: model.pairs][row >= 0])
    return bound_of(model, price)


def _linear_program(model: Model) -> highspy.HighsLp:
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = model.columns, len(model.most)
    program.col_cost_ = -model.cost.astype(float)
    program.col_lower_, program.col_upper_ = np.zeros(model.columns), model.upper.astype(float)
    program.row_lower_ = np.full(len(model.most), -highspy.kHighsInf)
    program.row_upper_ = model.most.astype(float)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = model.rows.start.astype(np.int32)
    program.a_matrix_.index_ = model.rows.column.astype(np.int32)
    program.a_matrix_.value_ = model.rows.value.astype(float)
    return program
