"""How many half-days a year asks."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from volunteers.half_days.rules import (
    A_YEAR,
    SessionStillToCome,
    check_was_held,
    half_days_of,
    required_half_days,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("admitted_on", "asked"),
    [
        (None, 0),
        (date(2026, 1, 1), 10),
        (date(2026, 7, 2), 5),
        (date(2026, 7, 3), 4),
        (date(2026, 12, 31), 0),
        (date(2027, 1, 1), 0),
        (date(2025, 12, 31), 10),
        (date(2016, 3, 1), 10),
    ],
)
def test_ten_are_asked_from_the_second_year_on_and_a_share_in_the_first(admitted_on, asked):
    assert required_half_days(2026, admitted_on) == asked


@settings(deadline=None)
@given(DAYS, st.integers(1990, 2090))
def test_who_is_admitted_later_is_never_asked_for_more(admitted_on, year):
    later = admitted_on + timedelta(days=1)
    asked = required_half_days(year, admitted_on)
    assert 0 <= required_half_days(year, later) <= asked <= A_YEAR


@settings(deadline=None)
@given(DAYS, st.integers(1990, 2090), st.integers(0, 30), st.integers(0, 30))
def test_short_is_what_neither_was_done_nor_is_planned(admitted_on, year, done, planned):
    counted = half_days_of(year, admitted_on, done, planned)
    assert counted.shortfall == max(0, counted.required - done - planned)
    assert (counted.shortfall == 0) == (done + planned >= counted.required)


def test_a_list_is_handed_in_on_the_day_at_the_earliest():
    check_was_held(date(2026, 3, 1), date(2026, 3, 1))
    with pytest.raises(SessionStillToCome, match="once it was held"):
        check_was_held(date(2026, 3, 2), date(2026, 3, 1))
