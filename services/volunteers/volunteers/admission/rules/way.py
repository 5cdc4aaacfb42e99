"""The volunteer's way: from the application to the departure, as one table of steps."""

from collections.abc import Mapping
from uuid import UUID

from shared.refusals import Refusal

from volunteers.admission.vocabulary import Standing, State, Step

BEFORE_ADMISSION: tuple[State, ...] = ("applied", "interviewed", "in_training", "in_practice")
# Who is somebody of the helpline: their record is worked on, their day parts are asked for.
ADMITTED: tuple[State, ...] = ("active", "paused", "suspended")

# A step -> the states from which it is taken, and where it leads.
WAY: Mapping[Step, Mapping[State, State]] = {
    "interview": {"applied": "interviewed"},
    "decline": {"applied": "left"},
    "withdraw": dict.fromkeys(BEFORE_ADMISSION, "left"),
    "attend": {"interviewed": "in_training"},
    "complete_modules": {"in_training": "in_practice"},
    "admit": {"in_practice": "active"},
    "admit_channel": {"active": "active", "paused": "paused"},
    "pause": {"active": "paused"},
    "resume": {"paused": "active"},
    "suspend": {"active": "suspended", "paused": "suspended"},
    "reinstate": {"suspended": "active"},
    "leave": dict.fromkeys(ADMITTED, "left"),
}
# What other services are told; whoever is not in it is an applicant.
STANDING: Mapping[State, Standing] = {
    "active": "admitted", "paused": "suspended", "suspended": "suspended", "left": "left",
}  # fmt: skip


class StepNotPossible(Refusal):
    """The volunteer's way does not allow this step from where they are."""


def next_state(volunteer_id: UUID, state: State, step: Step) -> State:
    """Return where a step leads; raises `StepNotPossible` with the steps that there are."""
    leads = WAY.get(step, {}).get(state)
    if leads is None:
        possible = [each for each, ways in WAY.items() if state in ways]
        raise StepNotPossible(
            f"volunteer {volunteer_id} is {state}, from which there is no step {step}: "
            f"possible is {', '.join(possible) or 'none'}"
        )
    return leads


def standing(state: State) -> Standing:
    """Return how somebody in this state stands for other services."""
    return STANDING.get(state, "applicant")


def step_away(state: State) -> Step:
    """Return the step by which somebody goes: an applicant withdraws, a volunteer leaves."""
    return "withdraw" if state in BEFORE_ADMISSION else "leave"
