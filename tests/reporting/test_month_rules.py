"""A month begins and ends at midnight in Amsterdam."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from shared.month import Month, month_of

months = st.builds(Month, st.integers(2000, 2098), st.integers(1, 12))


def test_march_2016_begins_in_winter_time_and_ends_in_summer_time() -> None:
    march = month_of("2016-03")
    assert march.begins == datetime(2016, 2, 29, 23, tzinfo=UTC)
    assert march.ends == datetime(2016, 3, 31, 22, tzinfo=UTC)


def test_after_december_comes_january() -> None:
    assert month_of("2016-12").next() == Month(2017, 1)


@given(months)
def test_months_follow_each_other_without_a_gap(month: Month) -> None:
    assert month.ends == month.next().begins
    assert month.begins < month.ends


@given(months)
def test_a_month_is_read_as_it_is_written(month: Month) -> None:
    assert month_of(str(month)) == month
