"""The volunteer's way: whatever is tried, nobody comes further than the steps allow."""

from typing import get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.admission.rules.way import WAY, StepNotPossible, next_state
from volunteers.admission.vocabulary import State, Step

SOMEBODY = UUID("0f2f0b6e-3a51-4e0c-9a3c-2f0d7a9b1c02")
STEPS: tuple[Step, ...] = get_args(Step)


def test_the_straight_way_leads_from_the_application_to_duty() -> None:
    state: State = "applied"
    for step in ("interview", "attend", "complete_modules", "admit"):
        state = next_state(SOMEBODY, state, step)
    assert state == "active"


def test_a_refusal_says_which_steps_there_are() -> None:
    with pytest.raises(StepNotPossible) as refused:
        next_state(SOMEBODY, "suspended", "resume")
    assert refused.value.detail == (
        f"volunteer {SOMEBODY} is suspended, from which there is no step resume: "
        "possible is reinstate, leave"
    )


def test_every_step_is_in_the_table_but_the_first() -> None:
    assert set(STEPS) - set(WAY) == {"apply"}


@given(st.lists(st.sampled_from(STEPS), max_size=40))
def test_whatever_is_tried_nobody_is_active_unchosen_or_untrained(tried: list[Step]) -> None:
    state: State = "applied"
    taken: list[Step] = []
    for step in tried:
        try:
            state = next_state(SOMEBODY, state, step)
        except StepNotPossible:
            continue
        taken.append(step)
    if state in ("active", "paused", "suspended"):
        assert taken[:4] == ["interview", "attend", "complete_modules", "admit"]
    if "decline" in taken or "withdraw" in taken or "leave" in taken:
        assert state == "left"
