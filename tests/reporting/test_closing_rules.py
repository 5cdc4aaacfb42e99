"""Which periods are closed: by the clock, and by hand."""

from datetime import datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st
from reporting.books.periods import Period, month, period_of, quarter, wholes_of, year
from reporting.books.rules.closing import due
from reporting.closing_by_hand.rules import through
from shared.month import Month

WEEK = timedelta(days=7)


def named(*names: str) -> list[Period]:
    return [period_of(name) for name in names]


def a_week_after(name: str) -> datetime:
    return period_of(name).ends + WEEK


def test_a_month_is_due_a_week_after_its_end_and_not_before() -> None:
    counted = named("2016-01", "2016-02")
    at = a_week_after("2016-02")
    assert due(named("2016-01"), counted, at - timedelta(seconds=1)) == []
    assert due(named("2016-01"), counted, at) == named("2016-02")


def test_a_quarter_and_a_year_follow_their_last_month() -> None:
    closed = named(*(f"2016-{number:02d}" for number in range(1, 12)), "2016-Q1", "2016-Q2",
                   "2016-Q3")  # fmt: skip
    counted = named("2016-12")
    assert due(closed, counted, a_week_after("2016-12")) == named("2016-12", "2016-Q4", "2016")


def test_where_nothing_is_closed_the_clock_begins_with_the_year_of_the_newest_month() -> None:
    counted = named("2015-11", "2015-12", "2016-01", "2016-02")
    assert due([], counted, a_week_after("2016-02")) == named("2016-01", "2016-02")


def test_what_is_not_counted_is_not_due() -> None:
    assert due([], [], a_week_after("2016-02")) == []


months = st.integers(0, 47).map(lambda number: month(Month(2015 + number // 12, number % 12 + 1)))
moments = st.builds(
    lambda one, days: one.closes + timedelta(days=days), months, st.integers(-40, 400)
)


@given(st.sets(months), st.sets(months), moments)
@example(set(), {month(Month(2016, 1)), month(Month(2016, 4))}, a_week_after("2016-04"))
def test_closing_what_is_due_leaves_nothing_due(
    closed: set[Period], counted: set[Period], now: datetime
) -> None:
    found = due(closed, sorted(counted), now)
    assert len(set(found)) == len(found)
    assert all(one.closes <= now and one not in closed for one in found)
    lengths = [one.length for one in found]
    assert lengths == sorted(lengths)  # each whole after its parts
    assert due(closed | set(found), sorted(counted), now) == []


@given(st.sets(months), st.sets(months), months, st.sampled_from([1, 3, 12]))
def test_all_through_a_period_is_closed_in_an_order_that_is_possible(
    closed: set[Period], counted: set[Period], within: Period, length: int
) -> None:
    last = {
        1: within, 3: quarter(within.year, (within.first.number - 1) // 3 + 1),
        12: year(within.year),
    }[length]  # fmt: skip
    found = through(last, closed, sorted(counted))
    done = set(closed)
    for one in found:
        assert one not in done
        assert one.ends <= last.ends
        assert not [whole for whole in wholes_of(one) if whole in done]
        done.add(one)
    assert last in done
    assert {one for one in counted if one.ends <= last.ends} <= done


def test_a_month_of_a_closed_year_is_left_out() -> None:
    found = through(*named("2017-01"), named("2016-02", "2016-Q1", "2016"), named("2016-11"))
    assert found == named("2017-01")
