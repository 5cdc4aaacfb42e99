"""What an attempt may do, and what it keeps while it does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args
from uuid import UUID, uuid4

import pytest
from contacts.queue.rules import lifecycle
from contacts.queue.rules.lifecycle import Attempt, State, StepNotPossible
from hypothesis import given
from hypothesis import strategies as st

ANNA, BRAM = UUID(int=1), UUID(int=2)
CAME = datetime(2026, 3, 1, 20, tzinfo=UTC)
LATER = CAME + timedelta(seconds=75)

Change = Callable[[Attempt], Attempt]
CHANGES: dict[str, Change] = {
    "offer": lambda one: lifecycle.offer(one, ANNA, LATER),
    "lapse": lifecycle.lapse,
    "pass_on": lifecycle.pass_on,
    "give_back": lifecycle.give_back,
    "answer": lambda one: lifecycle.answer(one, LATER),
    "take": lambda one: lifecycle.take(one, ANNA, LATER),
    "hand_on": lambda one: lifecycle.hand_on(one, BRAM),
    "end": lambda one: lifecycle.end(one, "listener", LATER),
    "register": lifecycle.register,
    "abandon": lambda one: lifecycle.leave(one, "seeker", LATER),
    "find_nobody": lambda one: lifecycle.find_nobody(one, LATER),
    "close": lambda one: lifecycle.close(one, LATER),
}


def waiting(came: datetime = CAME) -> Attempt:
    return Attempt(uuid4(), "chat", "national", None, came)


def offered(to: UUID = ANNA) -> Attempt:
    return lifecycle.offer(waiting(), to, CAME)


def answered(by: UUID = ANNA) -> Attempt:
    return lifecycle.answer(offered(by), LATER)


def test_the_table_names_each_step_and_each_state() -> None:
    assert set(CHANGES) == set(lifecycle.STEPS) == set(get_args(lifecycle.Step))
    named = {state for row in lifecycle.STEPS.values() for pair in row.items() for state in pair}
    assert named == set(get_args(State))


@pytest.mark.parametrize("step", CHANGES)
@pytest.mark.parametrize("state", get_args(State))
def test_a_step_leads_where_the_table_says_or_is_refused(step: str, state: State) -> None:
    attempt = replace(waiting(), state=state)
    to = lifecycle.STEPS[step].get(state)  # type: ignore[index]
    if step == "abandon" and state == "answered":
        to = "ended"
    if to is not None:
        assert CHANGES[step](attempt).state == to
    else:
        with pytest.raises(StepNotPossible, match=f"is {state}: it cannot"):
            CHANGES[step](attempt)


def test_what_is_over_stays_over() -> None:
    over = {"registered", *lifecycle.MISSED}
    for row in lifecycle.STEPS.values():
        assert not over & set(row)
        assert "ended" not in row or row == {"ended": "registered"}


@pytest.mark.parametrize("back", ["lapse", "pass_on", "give_back"])
def test_whoever_is_not_taken_keeps_the_place(back: str) -> None:
    first, second = offered(), waiting(CAME + timedelta(seconds=1))
    first = CHANGES[back](first)
    assert first.place < second.place
    assert (first.offered_to, first.offered_at, first.listener) == (None, None, None)


def test_an_open_chat_that_lost_its_listener_comes_before_all_others() -> None:
    first, second = waiting(CAME - timedelta(hours=1)), lifecycle.give_back(answered())
    assert second.given_back
    assert second.place < first.place


def test_it_stays_first_when_the_next_listener_does_not_take_it() -> None:
    attempt = lifecycle.offer(lifecycle.give_back(answered()), BRAM, LATER)
    assert lifecycle.lapse(attempt).given_back
    assert lifecycle.give_back(attempt).given_back


def test_an_offer_that_is_given_back_is_no_open_chat() -> None:
    assert not lifecycle.give_back(offered()).given_back


def test_who_did_not_take_it_is_remembered_once_and_last() -> None:
    attempt = waiting()
    for listener in (ANNA, BRAM, ANNA):
        attempt = lifecycle.pass_on(lifecycle.offer(attempt, listener, CAME))
    assert attempt.passed == (BRAM, ANNA)


def test_the_wait_is_until_the_first_answer() -> None:
    attempt = answered(ANNA)
    again = lifecycle.offer(lifecycle.give_back(attempt), BRAM, LATER)
    later = LATER + timedelta(minutes=5)
    again = lifecycle.answer(again, later)
    assert (attempt.wait_seconds, again.wait_seconds) == (75, 75)
    assert (again.answered_by, again.answered_at, again.given_back) == (BRAM, later, False)
    assert again.passed == ()


def test_a_wait_is_never_less_than_none() -> None:
    assert lifecycle.waited_seconds(waiting(), CAME - timedelta(seconds=3)) == 0


@pytest.mark.parametrize("lost", ["abandon", "find_nobody", "close"])
def test_what_was_answered_once_is_never_missed(lost: str) -> None:
    attempt = CHANGES[lost](lifecycle.give_back(answered(ANNA)))
    assert (attempt.state, attempt.answered_by, attempt.ended_at) == ("ended", ANNA, LATER)
    assert lifecycle.register(attempt).state == "registered"


def test_who_leaves_an_open_chat_ends_it_and_who_leaves_the_queue_abandons_it() -> None:
    for attempt, state in ((answered(), "ended"), (offered(), "abandoned")):
        left = lifecycle.leave(attempt, "gone", LATER)
        assert (left.state, left.ended_by, left.listener) == (state, "gone", None)


@given(st.lists(st.sampled_from(list(CHANGES)), max_size=30))
def test_whatever_happens_the_place_and_the_first_wait_stay(steps: list[str]) -> None:
    attempt = waiting()
    for step in steps:
        before = attempt
        try:
            attempt = CHANGES[step](before)
        except StepNotPossible:
            continue
        assert attempt.arrived_at == before.arrived_at
        assert before.wait_seconds in (None, attempt.wait_seconds)
        assert (attempt.offered_to is not None) == (attempt.state == "offered")
        assert (attempt.ended_at is not None) == (attempt.state not in lifecycle.OPEN)
        assert not (attempt.was_answered and attempt.state in lifecycle.MISSED)
