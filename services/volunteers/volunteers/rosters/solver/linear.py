"""The linear relaxation by HiGHS's interior point method, its prices, and the bound they prove."""

from dataclasses import dataclass

import highspy
import numpy as np

from volunteers.rosters.solver.model import Floats, Model

KEPT = 1e-6


@dataclass(frozen=True)
class Relaxation:
    """A solution of the relaxation: `x` of the columns, `price` (>= 0) of the rows."""

    x: Floats
    price: Floats


def relax(model: Model, seconds: float, fixed: Floats | None = None) -> Relaxation | None:
    """Return the relaxation's optimum without crossover; None where time was too short.

    `fixed` has a value for each column that is fixed, and NaN for the others.
    """
    highs = highspy.Highs()
    for option, value in {
        "output_flag": False, "solver": "ipm", "run_crossover": "off", "time_limit": seconds,
        "threads": 1, "ipm_optimality_tolerance": 1e-4,
    }.items():  # fmt: skip
        highs.setOptionValue(option, value)
    highs.passModel(_linear_program(model, fixed))
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


def _linear_program(model: Model, fixed: Floats | None) -> highspy.HighsLp:
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = model.columns, len(model.most)
    lower, upper = np.zeros(model.columns), model.upper.astype(float)
    if fixed is not None:
        lower = np.where(np.isnan(fixed), lower, fixed)
        upper = np.where(np.isnan(fixed), upper, fixed)
    program.col_cost_ = -model.cost.astype(float)
    program.col_lower_, program.col_upper_ = lower, upper
    program.row_lower_ = np.full(len(model.most), -highspy.kHighsInf)
    program.row_upper_ = model.most.astype(float)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = model.rows.start.astype(np.int32)
    program.a_matrix_.index_ = model.rows.column.astype(np.int32)
    program.a_matrix_.value_ = model.rows.value.astype(float)
    return program
