"""A place in a shift: for whom, by which rule not, and when it may be recorded."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.shifts.may_take import check_place, refusal_of
from volunteers.shifts.rules.company import (
    ExperiencedNeeded,
    MentorNeeded,
    TraineeAlone,
    check_mentor_may_leave,
    experienced_from,
)
from volunteers.shifts.rules.day_parts import span_of
from volunteers.shifts.rules.places import (
    AlreadyInShift,
    FilledAtAfterTheShift,
    FilledAtInTheFuture,
    ShiftHasEnded,
    ShiftIsCancelled,
    ShiftIsFull,
    moment_of_filling,
)
from volunteers.shifts.rules.rest import RestAfterNight, ShiftsOverlap
from volunteers.shifts.rules.standing import (
    NotAdmitted,
    NotAdmittedForChannel,
    OnPause,
    Suspended,
)
from volunteers.shifts.rules.week_limit import WeekFull, span_that_counts
from volunteers.shifts.rules.weeks import week_of
from volunteers.shifts.rules.where import NotFromHome, OtherLocation

from tests.volunteers.places import (
    DAY,
    HERE,
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
MONDAY = week_of(DAY).monday


def test_an_admitted_volunteer_takes_a_free_place():
    check_place(a_candidate(), a_shift(filled=1))


@pytest.mark.parametrize("state", ["applied", "interviewed", "in_training", "left"])
def test_who_is_not_yet_or_no_more_a_volunteer_takes_no_place(state):
    with pytest.raises(NotAdmitted, match="has left" if state == "left" else "thirteen modules"):
        check_place(a_candidate(state=state, admitted=state == "left"), a_shift())


def test_every_channel_of_the_shift_must_be_one_of_the_volunteers():
    with pytest.raises(NotAdmittedForChannel, match=r"not admitted for email: .* telephone, chat"):
        check_place(a_candidate(), a_shift(channels=["telephone", "email"]))


def test_a_suspended_volunteer_takes_no_place():
    with pytest.raises(Suspended, match="reinstates"):
        check_place(a_candidate(state="suspended"), a_shift())


def test_a_pause_without_an_end_takes_all_days_and_one_with_an_end_those_up_to_it():
    on_pause = a_candidate(state="paused")
    until = a_candidate(state="paused", paused_until=DAY)

    with pytest.raises(OnPause, match="without an end"):
        check_place(on_pause, a_shift())
    with pytest.raises(OnPause, match="from 2026-03-02 on"):
        check_place(until, a_shift())
    check_place(until, a_shift(day=date(2026, 3, 2), span=span_of(date(2026, 3, 2), "night")))


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


@given(st.integers(0, 7), st.integers(0, 5), st.booleans())
def test_five_shifts_a_week_are_taken_and_no_more_asked_than_wanted(taken, wants, asking):
    refused = refusal_of(
        a_candidate(weeks={MONDAY: taken}, most_per_week=wants), a_shift(asking=asking)
    )

    assert isinstance(refused, WeekFull) == (taken >= (wants if asking else 5))


def test_shifts_of_another_week_do_not_count():
    others = {MONDAY - timedelta(days=7): 5, MONDAY + timedelta(days=7): 5}

    check_place(a_candidate(weeks=others), a_shift())


@given(days, day_parts, days, day_parts)
def test_no_shift_outside_the_stretch_that_counts_changes_the_answer(day, part, other, at):
    span, stretch = span_of(day, part), span_that_counts(span_of(day, part))
    far = span_of(other, at)
    candidate = a_candidate(**in_shifts((other, at)))

    if far.ends_at <= stretch.starts_at or far.starts_at >= stretch.ends_at:
        assert refusal_of(candidate, a_shift(day=day, span=span)) is None
        assert week_of(day).monday not in candidate.weeks


@pytest.mark.parametrize(
    ("shift", "refused"),
    [
        ({}, OtherLocation),
        ({"from_home": True}, NotFromHome),
        ({"home_allowed": True}, OtherLocation),
        ({"home_allowed": True, "from_home": True}, None),
        ({"source": "coordinator"}, None),
        ({"source": "coordinator", "team_only": True}, OtherLocation),
        ({"source": "swap"}, OtherLocation),
    ],
)
def test_a_shift_of_another_location_is_taken_from_home_or_given_by_a_coordinator(shift, refused):
    answer = refusal_of(a_candidate(location_id=THERE), a_shift(**shift))

    assert (None if answer is None else type(answer)) is refused


def test_a_trainee_does_not_work_from_home():
    shift = a_shift(mentors_in=1, home_allowed=True, from_home=True)

    with pytest.raises(NotFromHome):
        check_place(a_trainee(), shift)


@given(st.integers(0, 3), st.integers(0, 3))
def test_each_trainee_has_a_mentor_of_their_own_and_comes_on_top(mentors, trainees):
    full = a_shift(filled=2, mentors_in=mentors, trainees_in=trainees)

    refused = refusal_of(a_trainee(), full)

    assert isinstance(refused, TraineeAlone) == (trainees >= mentors)
    assert refused is None or isinstance(refused, TraineeAlone)


@given(st.integers(0, 3), st.integers(0, 3))
def test_a_mentor_leaves_unless_a_trainee_would_be_alone(staying, trainees):
    if staying >= trainees:
        check_mentor_may_leave(uuid4(), mentors=staying, trainees=trainees)
    else:
        with pytest.raises(MentorNeeded, match="another mentor take a place first"):
            check_mentor_may_leave(uuid4(), mentors=staying, trainees=trainees)


@given(st.data(), st.integers(1, 6))
def test_by_whoever_takes_the_places_enough_experienced_people_come_in(data, needed):
    wanted = data.draw(st.integers(0, needed))
    shift = a_shift(needed=needed, experienced_needed=wanted)
    filled = experienced = 0
    while filled < needed:
        is_experienced = data.draw(st.booleans())
        since = DAY if is_experienced else DAY + timedelta(days=1)
        facts = {"filled": filled, "experienced_in": experienced}
        refused = refusal_of(
            a_candidate(experienced_from=since),
            a_shift(needed=needed, experienced_needed=wanted, **facts),
        )
        if refused:
            assert isinstance(refused, ExperiencedNeeded)
            assert not is_experienced
            is_experienced = True  # the next who comes
        filled, experienced = filled + 1, experienced + is_experienced

    assert experienced >= shift.experienced_needed


def test_experienced_is_a_mentor_or_who_was_admitted_a_year_before():
    admitted = datetime(2024, 2, 29, 12, tzinfo=UTC)

    assert experienced_from("listener", admitted) == date(2025, 3, 1)
    # It is the first of March in Amsterdam by then.
    assert experienced_from("listener", admitted + 11 * HOUR) == date(2025, 3, 1)
    assert experienced_from("mentor", admitted) == date.min
    assert experienced_from("listener", None) is experienced_from("trainee", admitted) is None


def test_of_a_past_shift_only_what_happened_is_asked():
    """Given what any plan would be refused for, when it is over, then it is recorded."""
    shift = a_shift(
        recorded=True, team_only=True, experienced_needed=2, source="coordinator", filled=1
    )

    check_place(a_candidate(location_id=THERE, weeks={MONDAY: 6}, state="suspended"), shift)
    with pytest.raises(NotAdmitted):
        check_place(a_trainee(), a_shift(recorded=True, mentors_in=1))
    with pytest.raises(ShiftIsFull):
        check_place(a_candidate(), a_shift(recorded=True, filled=2))
    with pytest.raises(RestAfterNight):
        check_place(a_candidate(**in_shifts((DAY, "early_morning"))), shift)


def test_the_first_rule_that_forbids_is_told():
    wrong = a_candidate(state="suspended", location_id=THERE, weeks={MONDAY: 5})
    shift = a_shift(filled=2, cancelled=True, channels=["email"])
    told = []
    for mended in ({"cancelled": False}, {"channels": ["chat"]}):
        told.append(type(refusal_of(wrong, shift)))
        shift = a_shift(**{one.name: getattr(shift, one.name) for one in fields(shift)} | mended)
    told.append(type(refusal_of(wrong, shift)))

    assert told == [ShiftIsCancelled, NotAdmittedForChannel, Suspended]


def test_without_a_place_the_week_has_one_shift_less():
    two = a_candidate(**in_shifts((DAY, "morning"), (DAY, "evening")))
    (first, _) = two.shifts

    assert two.without(first, DAY).weeks == {MONDAY: 1}
    assert two.without(uuid4(), DAY) == two
    assert two.location_id == HERE


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
