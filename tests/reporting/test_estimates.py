"""What is estimated of holes and redials: found where it was planted, absent where it was not."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reporting.days.rules.places import Places
from reporting.operations.rules.estimates import Day, Estimates, Quarter, cost, estimated
from reporting.operations.rules.slope import Slope, slope

MONDAY = date(2016, 1, 4)
WEEKS = 8


def played(*, for_each: float, redials: float, seed: int, days: int = 7 * WEEKS) -> Estimates:
    """Estimate weeks in which holes cost so many, and who was not reached tries again so often."""
    random = Random(seed)
    quarters: dict[date, Day] = {}
    places = {}
    for number in range(days):
        day = MONDAY + timedelta(days=number)
        places[day] = [
            Places(8, 8 - hole, hole) for hole in (random.choice((0, 0, 1, 2)) for _ in range(24))
        ]
        made: list[Quarter] = []
        for quarter in range(96):
            again = _how_many(random, redials * (made[-1].unreached if made else 0))
            attempts = 8 + random.randrange(9) + again
            unreached = min(
                attempts,
                random.randrange(3)
                + _how_many(random, for_each / 4 * places[day][quarter // 4].open),
            )
            made.append(Quarter(attempts, unreached, unreached))
        quarters[day] = made
    return estimated(quarters, places)


def _how_many(random: Random, expected: float) -> int:
    whole = int(expected)
    return whole + (random.random() < expected - whole)


@pytest.mark.parametrize("planted", [(0.0, 0.0), (4.0, 0.5)])
def test_what_was_planted_is_within_the_interval_nearly_always(
    planted: tuple[float, float],
) -> None:
    found = [played(for_each=planted[0], redials=planted[1], seed=seed) for seed in range(12)]
    for estimates, true in (
        ([each.holes.for_each for each in found], planted[0]),
        ([each.redials for each in found], planted[1]),
    ):
        known = [each for each in estimates if each]
        assert len(known) == len(found)
        assert sum(each.low <= true <= each.high for each in known) >= 10
        assert all(each.high - each.low < 2 for each in known)


def test_hours_with_holes_are_told_beside_hours_without() -> None:
    holes = played(for_each=8.0, redials=0.0, seed=1).holes
    assert holes.with_holes.hours + holes.without.hours == 24 * 7 * WEEKS
    with_holes, without = holes.with_holes.no_listener, holes.without.no_listener
    assert with_holes is not None
    assert without is not None
    assert with_holes > without


def test_two_weeks_are_enough_and_less_is_not() -> None:
    assert played(for_each=4.0, redials=0.3, seed=1, days=14).holes.for_each is not None
    short = played(for_each=4.0, redials=0.3, seed=1, days=13)
    assert short.holes.for_each is None
    assert short.redials is None


def test_what_does_not_vary_is_not_estimated() -> None:
    days = [number // 10 for number in range(200)]
    assert slope(range(200), [3] * 200, groups=[0] * 200, days=days) is None


@settings(max_examples=50)
@given(st.integers(0, 2**32), st.floats(-3, 3))
def test_an_exact_relation_is_found_whatever_differs_between_the_hours(
    seed: int, true: float
) -> None:
    random = Random(seed)
    x = [random.randrange(5) for _ in range(480)]
    groups = [number % 24 for number in range(480)]
    y = [true * one + 100 * group for one, group in zip(x, groups, strict=True)]
    found = slope(y, x, groups=groups, days=[number // 24 for number in range(480)])
    assert found is not None
    assert found.value == pytest.approx(true, abs=1e-6)
    assert found.high - found.low < 1e-3


def test_a_cost_is_rounded_and_never_below_nothing() -> None:
    assert cost(Slope(1.0, -0.5, 2.0), 41) == (40, None, 80)
    assert cost(None, 41) is None
