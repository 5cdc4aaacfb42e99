"""Finds a good roster fast, and goes on until it is proven best or the time is over.

At first a greedy roster; then the linear relaxation, whose bound holds to the end, and a roster
rounded from it. Then large neighbourhoods: the people of one or two locations are free and all
others stay, with the columns only that the relaxation's prices make worth while (RENS).
"""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from math import gcd

import numpy as np

from volunteers.rosters.solver.greedy import fill_greedily, scarce_first
from volunteers.rosters.solver.instance import Instance
from volunteers.rosters.solver.linear import Relaxation, bound_of, first_bound, relax
from volunteers.rosters.solver.model import Flags, Floats, Model, Numbers, build_model
from volunteers.rosters.solver.neighbourhood import part_of, solve_part

WORKERS = 2
PART_SECONDS = 4.0
LEAST_SECONDS = 0.2
# Columns whose reduced cost lies below this (points) are left out: at a first look, and later.
WORTH_WHILE = (-5.0, -25.0)
BY_LP = 1000.0


@dataclass(frozen=True)
class Found:
    """What is known at a moment, `at` seconds after the start; None is what has not changed."""

    at: float
    objective: int
    bound: float
    places: list[tuple[int, int]] | None = None
    prices: Floats | None = None


Report = Callable[[Found], None]


@dataclass
class Search:
    """The best roster so far, what it is worth, and what is proven."""

    model: Model
    started: float
    seconds: float
    report: Report
    bound: float
    best: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    reduced: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def objective(self) -> int:
        """The points of the best roster."""
        return int(self.model.cost @ self.best) + self.model.constant

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return self.started + self.seconds - time.monotonic()

    @property
    def is_over(self) -> bool:
        """Whether the time is over, or nothing better can be."""
        return self.left <= LEAST_SECONDS or self.objective >= self.bound

    def take(self, x: Numbers) -> bool:
        """Take a roster that keeps all rows and is worth more than the best; tell whether."""
        model = self.model
        if len(self.best) and model.cost @ x <= model.cost @ self.best:
            return False
        if (model.rows.times(x) > model.most).any():
            return False
        self.best = x
        self.tell(places=places_of(model, x))
        return True

    def tell(
        self, places: list[tuple[int, int]] | None = None, prices: Floats | None = None
    ) -> None:
        """Report what is new."""
        at = time.monotonic() - self.started
        self.report(Found(at, self.objective, self.bound, places, prices))


def search(instance: Instance, seconds: float, report: Report, started: float) -> None:
    """Report better rosters and bounds until `seconds` after `started` (time.monotonic)."""
    model = build_model(instance)
    state = Search(model, started, seconds, report, _rounded(model, first_bound(model)))
    state.take(fill_greedily(model, scarce_first(model)))
    relaxation = relax(model, max(1.0, state.left))
    if relaxation is None:
        return
    state.reduced = model.cost - model.rows.transposed_times(relaxation.price, model.columns)
    state.bound = min(state.bound, _rounded(model, bound_of(model, relaxation.price)))
    state.tell(prices=most_needed(model, relaxation))
    state.take(fill_greedily(model, (relaxation.x * BY_LP + model.cost)[: model.pairs]))
    _improve(state)


def places_of(model: Model, x: Numbers) -> list[tuple[int, int]]:
    """Return the pairs of a shift and a person that a roster has, the agreed ones first."""
    chosen = np.flatnonzero(x[: model.pairs])
    added = zip(model.shift[chosen].tolist(), model.person[chosen].tolist(), strict=True)
    return [*model.instance.agreed, *added]


def most_needed(model: Model, relaxation: Relaxation) -> Floats:
    """Return by how many points one more person who may take just this shift raises the bound.

    That is what the place is worth, less the price of a place that others would fill anyway.
    """
    weights, shifts = model.instance.weights, model.instance.shifts
    worth = np.array([weights.heavy if one.is_heavy else weights.place for one in shifts], float)
    is_open = [one.needed > model.taken.listeners[number] for number, one in enumerate(shifts)]
    price = np.append(relaxation.price, 0.0)[model.capacity]  # -1: no row, no price
    return np.where(is_open, np.maximum(0.0, worth - price), 0.0)


def _rounded(model: Model, bound: float) -> float:
    """Round a bound down to what points can add up to."""
    step = gcd(*(int(points) for points in np.unique(np.abs(model.cost))), model.constant) or 1
    return float(np.floor(bound / step + 1e-6) * step)


def _improve(state: Search) -> None:
    draw = random.Random(1)  # noqa: S311 (which part comes next is no secret)
    groups = _neighbourhoods(state, draw)
    with ThreadPoolExecutor(WORKERS) as pool:
        while not state.is_over:
            seconds = min(PART_SECONDS, state.left)
            chosen = [next(groups) for _ in range(WORKERS)]
            before = state.best
            solve = partial(_solved, state.model, before, seconds)
            for x in pool.map(solve, chosen):
                if x is not None:
                    # What the other one has changed meanwhile stays.
                    state.take(state.best + x - before)


def _solved(model: Model, x: Numbers, seconds: float, free: Flags) -> Numbers | None:
    part = part_of(model, x, free)
    values = solve_part(model, part, x, seconds)
    if values is None:
        return None
    better = x.copy()
    better[part.columns] = values
    return better


def _neighbourhoods(state: Search, draw: random.Random) -> Iterator[Flags]:
    """Yield which columns are free: those of each location's people in turn, then of two's."""
    people = state.model.instance.people
    names = sorted({person.location for person in people})
    draw.shuffle(names)
    for least in WORTH_WHILE:
        for name in names:
            yield _free(state, {name}, least)
    while True:
        yield _free(state, set(draw.sample(names, min(2, len(names)))), WORTH_WHILE[-1])


def _free(state: Search, locations: set[str], least: float) -> Flags:
    model = state.model
    own = np.array([person.location in locations for person in model.instance.people])
    of_person = np.concatenate([own[model.person], own])
    kept = (state.reduced >= least) | (state.best > 0)
    kept[model.pairs :] = True
    return of_person & kept
