"""Day parts: four hours on an Amsterdam clock, also on the days on which it changes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.amsterdam import AMSTERDAM, day_of, shown
from volunteers.shifts.rules.day_parts import DAY_PARTS, span_of

days = st.dates(min_value=date(1980, 1, 1), max_value=date(2090, 12, 31))
clock_changes = st.sampled_from([date(2016, 3, 27), date(2016, 10, 30), date(2026, 3, 29)])


def parts_of(day):
    return [span_of(day, part) for part in DAY_PARTS]


@given(days | clock_changes)
def test_the_six_parts_of_a_day_tile_it_without_gap_or_overlap(day):
    spans = parts_of(day)
    midnight = datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM)

    assert spans[0].starts_at == midnight
    assert all(one.ends_at == next_.starts_at for one, next_ in pairwise(spans))
    assert spans[-1].ends_at == span_of(day + timedelta(days=1), "night").starts_at


@given(days | clock_changes)
def test_a_part_lasts_four_hours_but_for_the_night_in_which_the_clock_changes(day):
    hours = [(span.ends_at - span.starts_at) / timedelta(hours=1) for span in parts_of(day)]

    assert hours[1:] == [4] * 5
    assert hours[0] in {3, 4, 5}


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2016, 3, 27), 3), (date(2016, 10, 30), 5), (date(2016, 10, 31), 4)],
)
def test_the_night_of_the_clock_change_lasts_three_or_five_hours(day, hours):
    night = span_of(day, "night")

    assert night.ends_at - night.starts_at == timedelta(hours=hours)


def test_parts_are_given_in_utc_and_shown_in_amsterdam():
    evening = span_of(date(2016, 7, 1), "evening")

    assert evening.starts_at == datetime(2016, 7, 1, 18, tzinfo=UTC)
    assert evening.starts_at.tzinfo is UTC
    assert shown(evening.ends_at) == "2016-07-02 00:00 (Amsterdam)"


def test_the_day_is_the_one_in_amsterdam():
    assert day_of(datetime(2016, 6, 30, 22, 30, tzinfo=UTC)) == date(2016, 7, 1)
