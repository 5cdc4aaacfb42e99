"""The compact model: a column for each pair that may be, rows that bind pairs to each other.

Maximise `cost @ x + constant` under `rows @ x <= most`, 0 <= x <= upper, x integer. The last
columns, one for each person, count nights and weekends above the fair share. The rest after a
night is written as cliques of day parts, which cuts off most of what pairs of parts would leave
to the linear relaxation; a row that another one implies is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from volunteers.rosters.solver.eligible import Taken, count_taken, eligible_pairs, week_left
from volunteers.rosters.solver.instance import Instance, Shift, worth

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
MORNING, EVENING = 2, 5


@dataclass(frozen=True)
class Rows:
    """A sparse matrix by rows: row `r` has the entries `start[r]` to `start[r + 1]`."""

    start: Numbers
    column: Numbers
    value: Numbers

    @property
    def row(self) -> Numbers:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def times(self, x: Numbers) -> Numbers:
        """Return the matrix times a vector of columns."""
        count = len(self.start) - 1
        summed = np.bincount(self.row, self.value * x[self.column], minlength=count)
        return summed.astype(np.int64)

    def transposed_times(self, y: Floats, columns: int) -> Floats:
        """Return a vector of rows times the matrix."""
        summed = np.bincount(self.column, self.value * y[self.row], minlength=columns)
        return summed.astype(np.float64)


@dataclass(frozen=True)
class Model:
    """The whole model; `shift` and `person` are those of each pair's column.

    `capacity` is the row of each shift's places, -1 where none binds.
    """

    instance: Instance
    taken: Taken
    shift: Numbers
    person: Numbers
    cost: Numbers
    upper: Numbers
    rows: Rows
    most: Numbers
    capacity: Numbers
    constant: int

    @property
    def pairs(self) -> int:
        """How many columns are pairs."""
        return len(self.shift)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.cost)


def build_model(instance: Instance) -> Model:
    """Return the model of an instance; what is agreed is in its constants."""
    taken = count_taken(instance, list(instance.agreed))
    pairs = np.array(eligible_pairs(instance, taken), dtype=np.int64).reshape(-1, 2)
    shift, person = pairs[:, 0], pairs[:, 1]
    found = [*_rows(instance, taken, shift, person)]
    capacity = np.full(len(instance.shifts), -1, dtype=np.int64)
    for number, (_, _, _, of_shift) in enumerate(found):
        if of_shift >= 0:
            capacity[of_shift] = number
    gains = [worth(instance.weights, instance.people[p], instance.shifts[s]) for s, p in pairs]
    heavy = np.array([instance.shifts[number].is_heavy for number in shift], dtype=np.float64)
    upper = np.bincount(person, heavy, minlength=len(instance.people)).astype(np.int64)
    above = np.full(len(instance.people), -instance.weights.above_fair_share)
    return Model(
        instance=instance,
        taken=taken,
        shift=shift,
        person=person,
        cost=np.concatenate([np.array(gains, dtype=np.int64), above]),
        upper=np.concatenate([np.ones(len(shift), np.int64), upper]),
        rows=_assembled(found),
        most=np.array([most for _, _, most, _ in found], dtype=np.int64),
        capacity=capacity,
        constant=_points_agreed(instance, taken),
    )


def _points_agreed(instance: Instance, taken: Taken) -> int:
    people, weights = instance.people, instance.weights
    points = sum(worth(weights, people[p], instance.shifts[s]) for s, p in instance.agreed)
    above = sum(max(0, count - people[who].fair_share) for who, count in taken.heavy.items())
    return points - weights.above_fair_share * above


Row = tuple[Numbers, Numbers, int, int]  # columns, values, most, the shift whose places it is or -1


def _rows(instance: Instance, taken: Taken, shift: Numbers, person: Numbers) -> Iterator[Row]:
    by_shift, by_person = _grouped(shift), _grouped(person)
    for number, columns in by_shift.items():
        yield from _rows_of_shift(instance, taken, number, columns, person[columns])
    for who, columns in by_person.items():
        yield from _rows_of_person(instance, taken, who, columns, shift)


def _rows_of_shift(
    instance: Instance, taken: Taken, number: int, columns: Numbers, whose: Numbers
) -> Iterator[Row]:
    shift, people = instance.shifts[number], [instance.people[who] for who in whose]
    trains = np.array([one.role == "trainee" for one in people])
    mentors = np.array([one.role == "mentor" for one in people])
    new = np.array([not one.experienced for one in people]) & ~trains
    yield _at_most(columns[~trains], shift.needed - taken.listeners[number], number)
    if shift.experienced_needed:
        left = shift.needed - shift.experienced_needed - taken.inexperienced[number]
        yield _at_most(columns[new], max(0, left))
    if trains.any():
        values = np.where(trains, 1, -1)[trains | mentors]
        yield columns[trains | mentors], values, taken.mentors[number] - taken.trainees[number], -1


def _rows_of_person(
    instance: Instance, taken: Taken, who: int, columns: Numbers, shift: Numbers
) -> Iterator[Row]:
    shifts, person = [instance.shifts[number] for number in shift[columns]], instance.people[who]
    for week in {shift.week for shift in shifts}:
        own = np.array([shift.week == week for shift in shifts])
        left = week_left(instance, taken, who, week)
        if own.sum() > left:
            yield _at_most(columns[own], left)
        if left > 1:
            inside = [shift for shift in shifts if shift.week == week]
            for clique in _cliques(columns[own], inside):
                yield _at_most(clique, 1)
    nights = np.array([shift.is_night for shift in shifts])
    nights_left = max(0, person.most_nights - taken.nights[who])
    if nights.sum() > nights_left:
        yield _at_most(columns[nights], nights_left)
    heavy = np.array([shift.is_heavy for shift in shifts])
    share_left = max(0, person.fair_share - taken.heavy[who])
    if heavy.sum() > share_left:
        own = np.append(columns[heavy], len(shift) + who)
        yield own, np.append(np.ones(heavy.sum(), np.int64), -1), share_left, -1


def _cliques(columns: Numbers, shifts: list[Shift]) -> Iterator[Numbers]:
    """Yield the columns of each largest set of which a person takes one at most in a day."""
    days: dict[object, list[int]] = {}
    for number, shift in enumerate(shifts):
        days.setdefault(shift.day, []).append(number)
    for inside in days.values():
        parts = {shifts[number].part for number in inside}
        middle = sorted(parts & set(range(MORNING, EVENING)))
        cliques = [{0, 1, part} for part in middle] or [{0, 1}]
        if EVENING in parts:
            cliques.append({1, EVENING})
        for clique in cliques:
            own = [number for number in inside if shifts[number].part in clique]
            if len(own) > 1:
                yield columns[own]


def _at_most(columns: Numbers, most: int, shift: int = -1) -> Row:
    return columns, np.ones(len(columns), np.int64), most, shift


def _grouped(keys: Numbers) -> dict[int, Numbers]:
    if not len(keys):
        return {}
    order = np.argsort(keys, kind="stable")
    names, first = np.unique(keys[order], return_index=True)
    return dict(zip(names.tolist(), np.split(order, first[1:]), strict=True))


def _assembled(found: list[Row]) -> Rows:
    lengths = [len(columns) for columns, _, _, _ in found]
    empty = np.zeros(0, np.int64)
    return Rows(
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        np.concatenate([empty, *(columns for columns, _, _, _ in found)]),
        np.concatenate([empty, *(values for _, values, _, _ in found)]),
    )
