"""What the forms of a person's page ask."""

from typing import Literal

from shared.http import Command
from shared.strict import Id

from volunteers.admission.commands import Scores
from volunteers.admission.vocabulary import SelectionOutcome
from volunteers.fields import Day

StepAsked = Literal["pause", "resume", "suspend", "reinstate", "leave"]


class InterviewForm(Scores):
    """A selection interview, with its scores beside the rest, as a form has them."""

    held_on: Day
    outcome: SelectionOutcome


class MentorForm(Command):
    """Who is beside a person; left out: nobody. A sign-off on the same page has `mentorId`."""

    mentor: Id | None = None


class StepForm(Command):
    """A step, and for a pause its last day."""

    step: StepAsked
    until: Day | None = None


class PeopleAsked(Command):
    """Which people are listed: those in a state, and those whose name has a part."""

    state: Literal[
        "", "applied", "interviewed", "in_training", "in_practice", "active", "paused",
        "suspended", "left",
    ] = ""  # fmt: skip
    search: str = ""
