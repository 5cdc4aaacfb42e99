"""How volunteers are counted over a year, and the norm of ten half-days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some
from reporting.accountability.rules.half_days import (
    A_YEAR,
    count_upkeep,
    required_half_days,
)
from reporting.accountability.rules.ways import Way, count_ways
from volunteers.half_days import rules as volunteers

FIRST, LAST = date(2016, 1, 1), date(2016, 12, 31)
days = some.dates(date(2014, 1, 1), date(2018, 12, 31))


@some.composite
def ways(draw: some.DrawFn) -> Way:
    """Return a way on which nobody is admitted before applying, or leaves before that."""
    applied = draw(days)
    admitted = draw(some.none() | some.integers(0, 900).map(lambda gap: applied + timedelta(gap)))
    left = draw(some.none() | some.integers(0, 900).map(
        lambda gap: (admitted or applied) + timedelta(gap)
    ))  # fmt: skip
    return Way(applied, admitted, left, draw(some.integers(0, 20)))


@given(some.lists(ways()))
def test_who_was_there_came_and_left_make_who_is_there(found: list[Way]) -> None:
    standing = count_ways(found, FIRST, LAST)
    assert standing.before + standing.admitted - standing.left == standing.after


def test_who_leaves_before_an_admission_has_not_left_as_a_volunteer() -> None:
    standing = count_ways([Way(date(2016, 2, 1), None, date(2016, 3, 1), 0)], FIRST, LAST)
    assert (standing.applied, standing.left, standing.withdrew, standing.after) == (1, 0, 1, 0)


@given(some.lists(ways()))
def test_no_more_keep_the_norm_than_are_asked_of_and_each_is_on_one_step(found: list[Way]) -> None:
    upkeep = count_upkeep(found, 2016, LAST)
    assert 0 <= upkeep.kept <= upkeep.asked <= count_ways(found, FIRST, LAST).after
    assert sum(upkeep.by_step) <= upkeep.asked
    assert upkeep.by_step[-1] == sum(
        way.half_days >= A_YEAR and required_half_days(2016, way.admitted_on) == A_YEAR
        and way.is_in_service(LAST)
        for way in found
    )  # fmt: skip


@given(some.integers(2014, 2018), some.none() | days)
def test_the_norm_is_the_one_that_volunteers_counts_by(year: int, admitted: date | None) -> None:
    assert required_half_days(year, admitted) == volunteers.required_half_days(year, admitted)
