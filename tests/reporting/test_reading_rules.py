"""Who may read which period, and until when a month that runs is counted."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reporting.books.periods import Period, month, period_of
from reporting.reports.rules.reading import PeriodNotClosed, check_readable, counted_until
from shared.month import TIME_ZONE, Month, last_closed, month_at
from shared.roles import Role

NOW = datetime(2026, 3, 12, 15, tzinfo=UTC)
SECONDS = st.integers(0, 75 * 365 * 86_400)
moments = SECONDS.map(lambda later: datetime(2015, 1, 1, tzinfo=UTC) + timedelta(seconds=later))
READERS = [Role.ANALYST, Role.FINANCE, Role.PARTNER, Role.COORDINATOR]


def may_read(period: Period, role: Role, now: datetime = NOW) -> bool:
    try:
        check_readable(period, {role}, now)
    except PeriodNotClosed:
        return False
    return True


@pytest.mark.parametrize("role", READERS)
def test_a_closed_month_is_for_everybody_who_reads_reports(role: Role) -> None:
    assert may_read(month(Month(2026, 2)), role)
    assert may_read(month(Month(2016, 3)), role)


@pytest.mark.parametrize("role", READERS)
def test_the_month_that_runs_is_for_coordinators_alone(role: Role) -> None:
    assert may_read(month(Month(2026, 3)), role) == (role is Role.COORDINATOR)


@pytest.mark.parametrize("role", READERS)
def test_a_month_to_come_is_for_nobody(role: Role) -> None:
    assert not may_read(month(Month(2026, 4)), role)


def test_a_month_closes_a_week_after_its_end_in_amsterdam() -> None:
    closes = datetime(2026, 3, 7, 23, tzinfo=UTC)
    february = month(Month(2026, 2))
    assert not may_read(february, Role.PARTNER, closes - timedelta(seconds=1))
    assert may_read(february, Role.PARTNER, closes)


def test_the_refusal_says_from_when_and_what_may_be_read() -> None:
    with pytest.raises(PeriodNotClosed, match=r"2026-03 .* from 2026-04-08 on, .* 2026-02"):
        check_readable(month(Month(2026, 3)), {Role.PARTNER}, NOW)


def test_a_month_that_runs_is_counted_up_to_the_last_midnight() -> None:
    assert counted_until(Month(2026, 3), NOW) == datetime(2026, 3, 11, 23, tzinfo=UTC)
    assert counted_until(Month(2026, 2), NOW) == Month(2026, 2).ends


@given(moments, st.timedeltas(timedelta(), timedelta(hours=30)))
def test_within_a_day_nothing_more_is_counted(now: datetime, later: timedelta) -> None:
    running = month_at(now)
    assert running.begins <= counted_until(running, now) <= min(running.ends, now)
    same_day = now.astimezone(TIME_ZONE).date() == (now + later).astimezone(TIME_ZONE).date()
    if same_day:
        assert counted_until(running, now + later) == counted_until(running, now)


@given(moments)
def test_the_newest_month_that_all_read_is_the_last_closed(now: datetime) -> None:
    newest = month(last_closed(now))
    for role in READERS:
        assert may_read(newest, role, now)
        after = month(newest.first.next())
        assert may_read(after, role, now) == (role is Role.COORDINATOR)


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("name", ["2026", "2026-Q1"])
def test_a_quarter_and_a_year_that_run_are_for_nobody(role: Role, name: str) -> None:
    assert not may_read(period_of(name), role)
    assert may_read(period_of(name), role, period_of(name).closes)
