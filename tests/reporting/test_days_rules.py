"""Days: their hours and quarters, what is shown of them, and the places of their shifts."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reporting.dashboard.rules.freshness import Consumed, freshness
from reporting.dashboard.rules.seen import closed_days, sees_today
from reporting.days.chart import BOTTOM, TOP, Column, chart_of
from reporting.days.rules.local_time import begins, ends, hours_of, quarter_at, week_of
from reporting.days.rules.places import Places, ShiftPlaces, places_at, places_by_hour
from reporting.days.rules.shown import DayCounts, counted_hours, settled_hours, shown_day
from reporting.disclosure.rules.threshold import rounded
from shared.roles import Role

from tests.reporting.given import ZUTPHEN

DAY = date(2016, 3, 16)
AFTERNOON = datetime(2016, 3, 16, 13, 3, 20, tzinfo=UTC)  # 14:03:20 in Amsterdam
EVERY_HOUR = st.lists(st.integers(0, 400), min_size=24, max_size=24).map(tuple)


def counts(answered: tuple[int, ...], missed: tuple[int, ...], closed: int = 0) -> DayCounts:
    return DayCounts(
        answered=answered,
        missed={"abandoned": missed, "no_listener": (0,) * 24, "closed": (closed,) + (0,) * 23},
        conversations={"telephone": sum(answered)},
        answered_soon=sum(answered) // 2,
        by_location={},
    )


@given(st.integers(0, 100_000))
def test_a_live_count_is_the_nearest_five_and_none_where_it_is_small(count: int) -> None:
    shown = rounded(count)
    if count < 13:
        assert shown is None
    if count >= 15:
        assert shown is not None
        assert shown % 5 == 0
        assert abs(shown - count) <= 2


@given(EVERY_HOUR, EVERY_HOUR)
def test_whatever_happened_all_that_is_shown_is_rounded(
    answered: tuple[int, ...], missed: tuple[int, ...]
) -> None:
    shown = shown_day(DAY, counts(answered, missed), AFTERNOON)
    told = [shown.attempts, shown.answered, shown.missed, *shown.reasons.values(),
            *shown.conversations.values()]  # fmt: skip
    for hour in shown.hours:
        told += [hour.attempts, hour.answered, hour.missed, *hour.reasons.values()]
    assert all(count is None or (count >= 15 and count % 5 == 0) for count in told)


@given(EVERY_HOUR, EVERY_HOUR)
def test_one_attempt_more_changes_the_answer_rate_only_with_a_rounded_count(
    answered: tuple[int, ...], missed: tuple[int, ...]
) -> None:
    more = (answered[0] + 1, *answered[1:])
    before, after = (shown_day(DAY, counts(each, missed), AFTERNOON) for each in (answered, more))
    if rounded(sum(answered[:13])) == rounded(sum(more[:13])):
        assert before.answer_rate == after.answer_rate


def test_the_answer_rate_is_that_of_hours_that_ended_an_hour_ago() -> None:
    answered = (20,) * 13 + (0,) * 11  # of the last hour nothing is registered yet
    missed = (5,) * 14 + (0,) * 10
    shown = shown_day(DAY, counts(answered, missed, closed=500), AFTERNOON)
    assert shown.rate_until == 13
    assert shown.answer_rate == 0.8
    assert shown.reasons["closed"] == 500


@pytest.mark.parametrize(
    ("hours", "settled", "begun"),
    [
        (0, 0, 0),
        (0.25, 0, 1),
        (1, 0, 1),
        (2, 1, 2),
        (2.5, 1, 3),
        (23.9, 22, 24),
        (24.5, 23, 24),
        (25, 24, 24),
        (-1, 0, 0),
    ],
)
def test_hours_that_are_whole_and_hours_that_have_begun(
    hours: float, settled: int, begun: int
) -> None:
    now = begins(DAY) + timedelta(hours=hours)
    assert settled_hours(DAY, now) == settled
    assert counted_hours(DAY, now) == begun


def test_a_quarter_and_a_week() -> None:
    assert quarter_at(AFTERNOON) == AFTERNOON.replace(minute=0, second=0)
    assert [f"{day}" for day in week_of(DAY)][::6] == ["2016-03-14", "2016-03-20"]


@pytest.mark.parametrize(("day", "hours"), [("2016-03-27", 23), ("2016-10-30", 25)])
def test_a_day_of_another_length_has_24_hours_to_show(day: str, hours: int) -> None:
    of = date.fromisoformat(day)
    assert ends(of) - begins(of) == timedelta(hours=hours)
    middles = hours_of(of)
    assert len(middles) == 24
    assert all(begins(of) < middle < ends(of) for middle in middles)


def test_more_people_than_one_shift_needs_fill_no_hole_of_another() -> None:
    hour = hours_of(DAY)[9]
    shifts = [
        ShiftPlaces(location, hour - timedelta(hours=1), hour + timedelta(hours=1), needed, filled)
        for location, needed, filled in ((ZUTPHEN, 1, 3), (UUID(int=7), 3, 1))
    ]
    assert places_at(shifts, hour) == Places(needed=4, taken=4, open=2)
    by_hour = places_by_hour(shifts, DAY)
    assert [number for number, one in enumerate(by_hour) if one.needed] == [8, 9]


@pytest.mark.parametrize(
    ("roles", "sees"),
    [({Role.COUNCIL}, False), ({Role.ANALYST}, True), ({Role.COUNCIL, Role.COORDINATOR}, True)],
)
def test_a_council_does_not_see_the_day_that_runs(roles: set[Role], sees: bool) -> None:
    assert sees_today(roles) is sees


def test_a_day_is_closed_for_a_council_at_noon_of_the_day_after() -> None:
    noon = begins(DAY) + timedelta(hours=12)
    assert closed_days(noon)[-1] == DAY - timedelta(days=1)
    assert closed_days(noon - timedelta(seconds=1))[-1] == DAY - timedelta(days=2)
    assert len(closed_days(noon)) == 7


LONG_AGO, JUST_NOW = AFTERNOON - timedelta(minutes=5), AFTERNOON - timedelta(seconds=5)


@pytest.mark.parametrize(
    ("consumers", "state"),
    [
        (None, "away"),
        ([Consumed(0, None)], "current"),
        ([Consumed(0, LONG_AGO)], "current"),  # a quiet night
        ([Consumed(3, JUST_NOW), Consumed(0, LONG_AGO)], "current"),
        ([Consumed(3, LONG_AGO)], "behind"),
        ([Consumed(3, None)], "behind"),
        ([Consumed(500, JUST_NOW)], "behind"),
    ],
)
def test_figures_that_lag_are_told_from_a_quiet_night(
    consumers: list[Consumed] | None, state: str
) -> None:
    assert freshness(consumers, AFTERNOON).state == state


@given(
    st.lists(
        st.builds(
            Column, st.just("a"), st.none() | st.integers(0, 5000), st.integers(0, 5000),
            st.none() | st.floats(0, 9000),
        ),
        min_size=1, max_size=31,
    )
)  # fmt: skip
def test_whatever_is_drawn_stays_in_its_box(columns: list[Column]) -> None:
    chart = chart_of(columns)
    heights = [
        place for bar in (*chart.main, *chart.second) for place in (bar.y, bar.y + bar.height)
    ]
    heights += [mark.place for mark in chart.counts]
    heights += [float(point.split(",")[1]) for steps in chart.steps for point in steps.split()]
    assert all(TOP - 1 <= height <= BOTTOM + 1 for height in heights)
    assert len(chart.circles) == sum(one.main is None for one in columns)
    assert len(chart.counts) <= 7
