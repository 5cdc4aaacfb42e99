"""Weeks of ISO 8601 on an Amsterdam clock: seven days, whatever the year or the clock does."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.shifts.rules.day_parts import DAY_PARTS, span_of
from volunteers.shifts.rules.weeks import Week, week_at, week_of

days = st.dates(date(1958, 1, 1), date(2099, 12, 31))


@given(days)
def test_a_week_is_seven_days_from_monday_on_and_each_of_them_is_of_that_week(day):
    week = week_of(day)
    assert day in week.days
    assert [one.isoweekday() for one in week.days] == [1, 2, 3, 4, 5, 6, 7]
    assert {week_of(one) for one in week.days} == {week}


@given(days)
def test_year_and_number_are_those_of_iso_8601(day):
    week = week_of(day)
    assert (week.year, week.number) == day.isocalendar()[:2]
    assert date.fromisocalendar(week.year, week.number, 1) == week.monday
    assert week.year == week.days[3].year  # that of the Thursday


@given(days)
def test_weeks_follow_each_other_without_a_gap(day):
    week = week_of(day)
    assert week.next().before() == week.before().next() == week
    assert week.next().monday - week.days[-1] == timedelta(days=1)
    assert week.span.ends_at == week.next().span.starts_at
    assert str(week) < str(week.next())
    assert week < week.next()


@given(days)
def test_the_day_parts_of_a_week_cover_it_and_nothing_else(day):
    week = week_of(day)
    spans = [span_of(one, part) for one in week.days for part in DAY_PARTS]
    assert spans[0].starts_at == week.span.starts_at
    assert spans[-1].ends_at == week.span.ends_at
    assert all(one.ends_at == after.starts_at for one, after in pairwise(spans))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2020, 12, 31), "2020-W53"),
        (date(2021, 1, 3), "2020-W53"),
        (date(2021, 1, 4), "2021-W01"),
        (date(2018, 12, 31), "2019-W01"),
        (date(2016, 1, 1), "2015-W53"),
        (date(2026, 11, 26), "2026-W48"),
    ],
)
def test_days_around_new_year_may_be_of_a_week_of_the_other_year(day, written):
    assert str(week_of(day)) == written


def test_after_week_52_comes_week_53_in_a_long_year_and_week_1_in_a_short_one():
    assert [str(week_of(date(2020, 12, 21)).next()), str(week_of(date(2021, 12, 27)).next())] == [
        "2020-W53", "2022-W01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("monday", "hours"),
    [(date(2026, 3, 23), 167), (date(2026, 10, 19), 169), (date(2026, 11, 23), 168)],
)
def test_a_week_in_which_the_clock_changes_is_an_hour_shorter_or_longer(monday, hours):
    span = Week(monday).span
    assert span.ends_at - span.starts_at == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        # Sunday 23:30 in Amsterdam, in winter and in summer, and half an hour later.
        (datetime(2026, 1, 4, 22, 30, tzinfo=UTC), "2026-W01"),
        (datetime(2026, 1, 4, 23, 0, tzinfo=UTC), "2026-W02"),
        (datetime(2026, 7, 5, 21, 30, tzinfo=UTC), "2026-W27"),
        (datetime(2026, 7, 5, 22, 0, tzinfo=UTC), "2026-W28"),
    ],
)
def test_a_week_begins_at_midnight_in_amsterdam(moment, week):
    assert str(week_at(moment)) == week
