"""A roster at once: columns in an order, each taken where every row still has room for it."""

import numpy as np

from volunteers.rosters.solver.model import Floats, Model, Numbers


def fill_greedily(model: Model, order: Floats, x: Numbers | None = None) -> Numbers:
    """Return `x` (by default nothing) with pairs added, those of the highest `order` first.

    Trainees come last: what they need is a mentor who is in already.
    """
    trains = np.array([person.role == "trainee" for person in model.instance.people])
    late = trains[model.person]
    filled = np.zeros(model.columns, np.int64) if x is None else x.copy()
    left = model.most - model.rows.times(filled)
    starts, rows, values = _by_columns(model)
    soft = np.arange(model.columns) >= model.pairs
    soft_row = np.zeros(len(model.most), bool)
    soft_row[model.rows.row[soft[model.rows.column]]] = True
    for column in np.lexsort((-order[: model.pairs], late)).tolist():
        if filled[column]:
            continue
        own = slice(starts[column], starts[column + 1])
        hard = ~soft_row[rows[own]]
        if (left[rows[own]][hard] >= values[own][hard]).all():
            filled[column] = 1
            left[rows[own]] -= values[own]
    return count_above(model, filled)


def count_above(model: Model, x: Numbers) -> Numbers:
    """Return `x` with its last columns set to what each person takes above the fair share."""
    counted = x.copy()
    counted[model.pairs :] = 0
    over = model.rows.times(counted) - model.most
    entries = model.rows.column >= model.pairs
    counted[model.rows.column[entries]] = np.maximum(0, over[model.rows.row[entries]])
    return counted


def _by_columns(model: Model) -> tuple[Numbers, Numbers, Numbers]:
    order = np.argsort(model.rows.column, kind="stable")
    counts = np.bincount(model.rows.column, minlength=model.columns)
    starts = np.concatenate([[0], np.cumsum(counts)])
    return starts, model.rows.row[order], model.rows.value[order]
