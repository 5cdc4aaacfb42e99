"""A place in a shift: for whom, and when it may be recorded."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.shifts.rules.day_parts import span_of
from volunteers.shifts.rules.places import (
    AlreadyInShift,
    Candidate,
    FilledAtAfterTheShift,
    FilledAtInTheFuture,
    NotAdmitted,
    NotAdmittedForChannel,
    ShiftHasEnded,
    ShiftIsCancelled,
    ShiftIsFull,
    Wanted,
    check_place,
    moment_of_filling,
)
from volunteers.shifts.rules.rest import ShiftsOverlap

MORNING = span_of(date(2026, 3, 1), "morning")
HOUR = timedelta(hours=1)


def a_candidate(**facts):
    fine = Candidate(uuid4(), admitted=True, channels=["telephone", "chat"], shifts={})
    return replace(fine, **facts)


def a_shift(**facts):
    open_ = Wanted(uuid4(), MORNING, ["telephone"], needed=2, filled=0, cancelled=False)
    return replace(open_, **facts)


def test_an_admitted_volunteer_takes_a_free_place():
    check_place(a_candidate(), a_shift(filled=1))


def test_a_volunteer_who_is_not_admitted_is_refused():
    with pytest.raises(NotAdmitted):
        check_place(a_candidate(admitted=False), a_shift())


def test_every_channel_of_the_shift_must_be_one_of_the_volunteers():
    with pytest.raises(NotAdmittedForChannel, match=r"not admitted for email: .* telephone, chat"):
        check_place(a_candidate(), a_shift(channels=["telephone", "email"]))


@given(st.integers(1, 20), st.integers(0, 20))
def test_a_place_is_free_exactly_while_fewer_are_taken_than_needed(needed, taken):
    shift = a_shift(needed=needed, filled=taken)

    if taken < needed:
        check_place(a_candidate(), shift)
    else:
        with pytest.raises(ShiftIsFull, match=f"all {needed} places"):
            check_place(a_candidate(), shift)


def test_a_cancelled_shift_is_refused():
    with pytest.raises(ShiftIsCancelled):
        check_place(a_candidate(), a_shift(cancelled=True))


def test_a_volunteer_takes_one_place_of_a_shift():
    shift = a_shift()

    with pytest.raises(AlreadyInShift):
        check_place(a_candidate(shifts={shift.shift_id: MORNING}), shift)


def test_another_shift_at_the_same_time_is_refused():
    with pytest.raises(ShiftsOverlap):
        check_place(a_candidate(shifts={uuid4(): MORNING}), a_shift())


def test_a_place_of_a_shift_to_come_or_under_way_is_taken_now():
    before, meanwhile = MORNING.starts_at - HOUR, MORNING.ends_at - HOUR

    assert moment_of_filling(MORNING, None, before) == before
    assert moment_of_filling(MORNING, None, meanwhile) == meanwhile


def test_a_shift_that_has_ended_is_filled_with_a_moment_of_its_own_only():
    later = MORNING.ends_at + HOUR

    with pytest.raises(ShiftHasEnded, match="2026-03-01 12:00"):
        moment_of_filling(MORNING, None, later)
    assert moment_of_filling(MORNING, MORNING.starts_at, later) == MORNING.starts_at


def test_a_place_cannot_have_been_taken_in_the_future():
    now = datetime(2026, 2, 1, tzinfo=UTC)

    with pytest.raises(FilledAtInTheFuture):
        moment_of_filling(MORNING, now + HOUR, now)


def test_a_place_cannot_have_been_taken_after_the_shift():
    with pytest.raises(FilledAtAfterTheShift):
        moment_of_filling(MORNING, MORNING.ends_at, MORNING.ends_at + HOUR)
