"""Answers about volunteers."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import Channel, Role
from shared.http import View

from volunteers.admission.rules.completion import missing_modules
from volunteers.admission.tables import SelectionInterview, Volunteer, VolunteerStep
from volunteers.admission.vocabulary import (
    COMPETENCIES,
    SelectionOutcome,
    State,
    Status,
    Step,
    VolunteerLine,
)


class VolunteerView(View):
    """How far a volunteer is: admitted with thirteen modules done and the mentor's sign-off."""

    volunteer_id: UUID
    location_id: UUID
    channels: list[Channel]
    lines: list[VolunteerLine]
    role: Role
    status: Status
    modules_done: list[int]
    modules_missing: list[int]
    signed_off: bool
    admitted_at: dt.datetime | None = Field(description="UTC; null until admitted")
    state: State
    signed_off_channels: list[Channel]
    admitted_channels: list[Channel]
    mentor_id: UUID | None
    cohort_id: UUID | None
    paused_until: dt.date | None = Field(description="the last day of a pause, in Amsterdam")
    external_reference: str | None = Field(description="the number by which an import knows them")


class ScoresView(View):
    """A score of 1 to 4 on each national competency."""

    listening: int
    empathy: int
    self_reflection: int
    boundaries: int
    openness: int
    resilience: int
    clarity: int
    cooperation: int


class InterviewView(View):
    """A selection interview: its scores of 1 to 4, and where it led."""

    volunteer_id: UUID
    held_on: dt.date
    scores: ScoresView
    outcome: SelectionOutcome
    state: State


class StepView(View):
    """A step of a volunteer's way: where it led, on which day in Amsterdam."""

    number: int
    step: Step
    state: State
    on: dt.date
    taken_at: dt.datetime


def view_of_volunteer(volunteer: Volunteer) -> VolunteerView:
    """Return a volunteer as clients see it, with what is missing for the admission."""
    return VolunteerView(
        volunteer_id=volunteer.volunteer_id,
        location_id=volunteer.location_id,
        channels=volunteer.channels,
        lines=volunteer.lines,
        role=volunteer.role,
        status="admitted" if volunteer.admitted_at else "applied",
        modules_done=volunteer.modules_done,
        modules_missing=missing_modules(volunteer.modules_done),
        signed_off=volunteer.signed_off_by is not None,
        admitted_at=volunteer.admitted_at,
        state=volunteer.state,
        signed_off_channels=volunteer.signed_off_channels,
        admitted_channels=volunteer.admitted_channels,
        mentor_id=volunteer.mentor_id,
        cohort_id=volunteer.cohort_id,
        paused_until=volunteer.paused_until,
        external_reference=volunteer.external_reference,
    )


def view_of_interview(interview: SelectionInterview, volunteer: Volunteer) -> InterviewView:
    """Return an interview as clients see it, with where the volunteer is now."""
    return InterviewView(
        volunteer_id=interview.volunteer_id,
        held_on=interview.held_on,
        scores=view_of_scores(interview.scores),
        outcome=interview.outcome,
        state=volunteer.state,
    )


def view_of_scores(scores: Sequence[int]) -> ScoresView:
    """Return the scores, which are kept in the vocabulary's order, by competency."""
    return ScoresView(**dict(zip(COMPETENCIES, scores, strict=True)))


def view_of_step(step: VolunteerStep) -> StepView:
    """Return a step as clients see it."""
    return StepView(
        number=step.number, step=step.step, state=step.state, on=step.on_day,
        taken_at=step.taken_at,
    )  # fmt: skip
