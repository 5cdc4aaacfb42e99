"""Waiting for a place, standing by, giving one back: until when, and what then becomes of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.shifts.may_take import check_standby, check_waiting
from volunteers.shifts.rules.day_parts import span_of
from volunteers.shifts.rules.places import (
    FilledAtByOneself,
    NotInShiftBefore,
    PlaceIsFree,
    ShiftHasStarted,
    check_no_moment,
    check_not_begun,
)
from volunteers.shifts.rules.release import (
    TooLateToRelease,
    check_release_by_oneself,
    goes_to_waiting_list,
)
from volunteers.shifts.rules.rest import RestAfterNight
from volunteers.shifts.rules.where import OtherLocation

from tests.volunteers.places import (
    DAY,
    MORNING,
    THERE,
    a_candidate,
    a_shift,
    a_trainee,
    day_parts,
    days,
    in_shifts,
)

HOUR = timedelta(hours=1)


def test_who_may_have_a_place_now_does_not_wait_and_who_may_have_none_neither():
    check_waiting(a_candidate(), a_shift(filled=2))
    with pytest.raises(PlaceIsFree):
        check_waiting(a_candidate(), a_shift(filled=1))
    with pytest.raises(OtherLocation):
        check_waiting(a_candidate(location_id=THERE), a_shift(filled=2))
    with pytest.raises(PlaceIsFree):
        check_waiting(a_trainee(), a_shift(filled=2, mentors_in=1))


def test_only_who_is_in_the_shift_before_stays_on():
    before = a_candidate(**in_shifts((DAY, "early_morning")))
    evening = a_shift(span=span_of(DAY, "evening"))

    check_standby(a_candidate(**in_shifts((DAY, "early_evening"))), evening, "stay_on")
    check_standby(a_candidate(), a_shift(filled=2), "standby")
    with pytest.raises(NotInShiftBefore, match="ends at 2026-03-01 20:00"):
        check_standby(a_candidate(**in_shifts((DAY, "afternoon"))), evening, "stay_on")
    with pytest.raises(RestAfterNight):
        check_standby(before, a_shift(), "stay_on")


@given(days, day_parts, st.floats(0, 100))
def test_a_place_is_given_back_until_48_hours_before_and_handed_on_until_24(day, part, hours):
    span = span_of(day, part)
    now = span.starts_at - timedelta(hours=hours)

    assert goes_to_waiting_list(span, now) == (hours >= 24)
    if hours >= 48:
        check_release_by_oneself(uuid4(), span, now)
    else:
        with pytest.raises(TooLateToRelease, match="propose a swap, offer it for a takeover"):
            check_release_by_oneself(uuid4(), span, now)


def test_48_hours_before_an_evening_after_the_double_hour_is_an_hour_later_on_the_clock():
    """Given the Sunday with 25 hours, then its last moment is Friday 21:00, not 20:00."""
    span = span_of(date(2026, 10, 25), "evening")
    nine = datetime(2026, 10, 23, 19, tzinfo=UTC)

    check_release_by_oneself(uuid4(), span, nine)
    with pytest.raises(TooLateToRelease, match="until 2026-10-23 21:00"):
        check_release_by_oneself(uuid4(), span, nine + timedelta(seconds=1))


def test_by_oneself_a_place_is_taken_before_the_start_and_now():
    check_not_begun(MORNING, MORNING.starts_at - HOUR)
    with pytest.raises(ShiftHasStarted, match="2026-03-01 08:00"):
        check_not_begun(MORNING, MORNING.starts_at)
    with pytest.raises(FilledAtByOneself):
        check_no_moment(MORNING.starts_at)
