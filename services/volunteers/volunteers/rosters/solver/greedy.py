"""A roster at once: columns in an order, each taken where every row still has room for it."""

import numpy as np

from volunteers.rosters.solver.model import Floats, Model, Numbers

# How many points later a pair comes for each factor e of more choice of its shift or person.
SCARCITY = 20.0


def scarce_first(model: Model) -> Floats:
    """Return an order of the pairs: worth first, and where few may come, or somebody may little."""
    shifts, people = model.instance.shifts, model.instance.people
    left = [max(1, one.needed - model.taken.listeners[n]) for n, one in enumerate(shifts)]
    for_shift = np.bincount(model.shift, minlength=len(shifts)) / np.array(left)
    for_person = np.bincount(model.person, minlength=len(people))
    choice = for_shift[model.shift] * for_person[model.person]
    order: Floats = model.cost[: model.pairs] - SCARCITY * np.log(choice)
    return order


def fill_greedily(model: Model, order: Floats) -> Numbers:
    """Return a roster of pairs that are taken in turn, those of the highest `order` first.

    Trainees come last: what they need is a mentor who is in already.
    """
    trains = np.array([person.role == "trainee" for person in model.instance.people])
    late = trains[model.person]
    filled = np.zeros(model.columns, np.int64)
    left = model.most.copy()
    starts, rows, values = _by_columns(model)
    soft = np.arange(model.columns) >= model.pairs
    soft_row = np.zeros(len(model.most), bool)
    soft_row[model.rows.row[soft[model.rows.column]]] = True
    for column in np.lexsort((-order, late)).tolist():
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
