"""Solves a part of the model by CP-SAT: some columns are free, all others stay as they are."""

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from volunteers.rosters.solver.model import Flags, Model, Numbers

# The whole relaxation is kept: it is nearly integral.
LINEARIZATION = 2


@dataclass(frozen=True)
class Part:
    """The free columns with the rows that bind them, and what those rows may still hold."""

    columns: Numbers
    rows: list[tuple[Numbers, Numbers, int]]  # numbers among the free columns, values, most


def part_of(model: Model, x: Numbers, free: Flags) -> Part:
    """Return the part of a model in which only these columns are free, the others fixed at `x`."""
    columns = np.flatnonzero(free)
    among = np.full(model.columns, -1, np.int64)
    among[columns] = np.arange(len(columns))
    rows, inside = model.rows, free[model.rows.column]
    left = model.most - rows.times(np.where(free, 0, x))
    reach = np.bincount(
        rows.row[inside],
        np.maximum(rows.value, 0)[inside] * model.upper[rows.column[inside]],
        minlength=len(model.most),
    )
    binds = reach > left
    kept = inside & binds[rows.row]
    found = []
    numbers, first = np.unique(rows.row[kept], return_index=True)
    columns_of = np.split(among[rows.column[kept]], first[1:])
    values_of = np.split(rows.value[kept], first[1:])
    for number, own, values in zip(numbers, columns_of, values_of, strict=False):
        found.append((own, values, int(left[number])))
    return Part(columns, found)


def solve_part(model: Model, part: Part, hint: Numbers, seconds: float) -> Numbers | None:
    """Return the best values found for the free columns within that time; None if none.

    `hint` has values of all columns, and is where the search begins.
    """
    program = cp_model.CpModel()
    upper, cost = model.upper[part.columns], model.cost[part.columns]
    variables = [program.new_int_var(0, int(most), "") for most in upper]
    for own, values, most in part.rows:
        chosen = [variables[number] for number in own]
        if most == 1 and (values == 1).all() and (upper[own] == 1).all():
            program.add_at_most_one(chosen)
        else:
            program.add(cp_model.LinearExpr.weighted_sum(chosen, values.tolist()) <= most)
    program.maximize(cp_model.LinearExpr.weighted_sum(variables, cost.tolist()))
    for variable, value in zip(variables, hint[part.columns].tolist(), strict=True):
        program.add_hint(variable, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = LINEARIZATION
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(program)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return np.array([solver.value(variable) for variable in variables], np.int64)
