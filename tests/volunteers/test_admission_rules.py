"""Admission: thirteen modules and the mentor's word, in any order."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.admission.rules.completion import (
    MODULES,
    AlreadySignedOff,
    NoLongerThere,
    NotInTraining,
    NotSelected,
    SignerIsNoMentor,
    SignOffByOneself,
    check_selected,
    check_signed_off_in,
    check_signer,
    missing_modules,
    newly_signed_off,
    role_once_admitted,
    steps_due,
)
from volunteers.admission.rules.selection import (
    CompetencyMissing,
    InterviewInTheFuture,
    check_interview,
)
from volunteers.admission.vocabulary import COMPETENCIES
from volunteers.training.rules import TrainingInTheFuture, check_held_on, with_module

SOMEBODY, MENTOR = uuid4(), uuid4()


@given(st.lists(st.sampled_from(MODULES)))
def test_modules_done_and_missing_make_thirteen_however_often_they_were_attended(attended):
    done: list[int] = []
    for module in attended:
        done = with_module(done, module)

    assert done == sorted(set(attended))
    assert sorted(done + missing_modules(done)) == list(MODULES)


@given(st.permutations(MODULES), st.integers(0, 13), st.booleans())
def test_admission_follows_from_the_last_of_the_thirteen_and_the_sign_off(modules, count, signed):
    done, signed_off = modules[:count], ["chat"] if signed else []

    steps = list(steps_due("interviewed", done, signed_off, []))

    assert steps[:1] == (["attend"] if count else [])
    assert ("admit" in steps) is (count == 13 and signed)


@given(st.permutations(MODULES), st.sampled_from(["applied", "left", "suspended"]))
def test_nothing_follows_for_who_was_not_chosen_or_is_gone(modules, state):
    assert list(steps_due(state, modules, ["chat"], [])) == []


def test_one_channel_more_is_admitted_at_once_and_the_same_one_is_no_step():
    assert list(steps_due("active", MODULES, ["chat", "email"], ["chat"])) == ["admit_channel"]
    assert list(steps_due("active", MODULES, ["chat"], ["chat"])) == []


@pytest.mark.parametrize(
    ("applied_as", "admitted_as"),
    [("trainee", "listener"), ("listener", "listener"), ("mentor", "mentor")],
)
def test_a_trainee_is_admitted_as_a_listener(applied_as, admitted_as):
    assert role_once_admitted(applied_as) == admitted_as


def test_a_mentor_or_somebody_who_is_no_volunteer_may_sign_off():
    check_signer(SOMEBODY, MENTOR, "mentor")
    check_signer(SOMEBODY, MENTOR, None)


def test_nobody_signs_off_themselves():
    with pytest.raises(SignOffByOneself):
        check_signer(SOMEBODY, SOMEBODY, "mentor")


@pytest.mark.parametrize("role", ["trainee", "listener"])
def test_a_fellow_volunteer_who_is_no_mentor_does_not_sign_off(role):
    with pytest.raises(SignerIsNoMentor, match=role):
        check_signer(SOMEBODY, MENTOR, role)


def test_a_sign_off_adds_channels_and_one_that_adds_none_is_refused():
    assert newly_signed_off(SOMEBODY, ["email"], ["telephone"]) == ["telephone", "email"]
    with pytest.raises(AlreadySignedOff):
        newly_signed_off(SOMEBODY, ["telephone", "email"], ["email"])


@pytest.mark.parametrize(
    ("state", "refused"),
    [("applied", NotSelected), ("left", NoLongerThere), ("suspended", NoLongerThere)],
)
def test_nobody_is_trained_or_signed_off_who_was_not_chosen_or_is_gone(state, refused):
    with pytest.raises(refused):
        check_selected(SOMEBODY, state)
    with pytest.raises(refused):
        check_signed_off_in(SOMEBODY, state)


def test_practice_is_signed_off_from_the_first_module_on():
    check_signed_off_in(SOMEBODY, "in_training")
    with pytest.raises(NotInTraining):
        check_signed_off_in(SOMEBODY, "interviewed")


TODAY = date(2026, 3, 1)


@given(st.lists(st.integers(1, 4), min_size=8, max_size=8))
def test_nobody_is_accepted_with_a_score_of_one(scores):
    given_scores = dict(zip(COMPETENCIES, scores, strict=True))
    check_interview(given_scores, "declined", TODAY, TODAY)
    if 1 in scores:
        with pytest.raises(CompetencyMissing, match=COMPETENCIES[scores.index(1)]):
            check_interview(given_scores, "accepted", TODAY, TODAY)
    else:
        check_interview(given_scores, "accepted", TODAY, TODAY)


def test_an_interview_of_tomorrow_is_refused():
    with pytest.raises(InterviewInTheFuture, match="2026-03-02"):
        check_interview({}, "declined", date(2026, 3, 2), TODAY)


def test_a_training_of_tomorrow_is_refused_and_one_of_today_is_not():
    check_held_on(date(2026, 3, 1), today=date(2026, 3, 1))

    with pytest.raises(TrainingInTheFuture, match="2026-03-02"):
        check_held_on(date(2026, 3, 2), today=date(2026, 3, 1))
