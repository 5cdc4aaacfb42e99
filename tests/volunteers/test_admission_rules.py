"""Admission: thirteen modules and the mentor's word, in any order."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.admission.rules.completion import (
    MODULES,
    AlreadySignedOff,
    SignerIsNoMentor,
    SignOffByOneself,
    check_sign_off,
    is_complete,
    missing_modules,
    role_once_admitted,
)
from volunteers.training.rules import TrainingInTheFuture, check_held_on, with_module

SOMEBODY, MENTOR = uuid4(), uuid4()


@given(st.lists(st.sampled_from(MODULES)))
def test_modules_done_and_missing_make_thirteen_however_often_they_were_attended(attended):
    done: list[int] = []
    for module in attended:
        done = with_module(done, module)

    assert done == sorted(set(attended))
    assert sorted(done + missing_modules(done)) == list(MODULES)


@given(st.permutations(MODULES), st.integers(0, 13))
def test_admission_is_complete_with_the_last_of_the_thirteen_and_the_sign_off(modules, count):
    done = modules[:count]

    assert is_complete(done, MENTOR) is (count == 13)
    assert not is_complete(done, None)


@pytest.mark.parametrize(
    ("applied_as", "admitted_as"),
    [("trainee", "listener"), ("listener", "listener"), ("mentor", "mentor")],
)
def test_a_trainee_is_admitted_as_a_listener(applied_as, admitted_as):
    assert role_once_admitted(applied_as) == admitted_as


def test_a_mentor_or_somebody_who_is_no_volunteer_may_sign_off():
    check_sign_off(SOMEBODY, None, MENTOR, "mentor")
    check_sign_off(SOMEBODY, None, MENTOR, None)


def test_nobody_signs_off_themselves():
    with pytest.raises(SignOffByOneself):
        check_sign_off(SOMEBODY, None, SOMEBODY, "mentor")


@pytest.mark.parametrize("role", ["trainee", "listener"])
def test_a_fellow_volunteer_who_is_no_mentor_does_not_sign_off(role):
    with pytest.raises(SignerIsNoMentor, match=role):
        check_sign_off(SOMEBODY, None, MENTOR, role)


def test_a_second_sign_off_is_refused():
    with pytest.raises(AlreadySignedOff):
        check_sign_off(SOMEBODY, MENTOR, uuid4(), None)


def test_a_training_of_tomorrow_is_refused_and_one_of_today_is_not():
    check_held_on(date(2026, 3, 1), today=date(2026, 3, 1))

    with pytest.raises(TrainingInTheFuture, match="2026-03-02"):
        check_held_on(date(2026, 3, 2), today=date(2026, 3, 1))
