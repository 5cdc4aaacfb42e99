"""The bodies of requests about volunteers."""

from collections.abc import Mapping
from typing import Annotated, get_args

from pydantic import AfterValidator, Field
from shared.events.vocabulary import Role
from shared.http import Command
from shared.strict import Id

from volunteers.admission.vocabulary import (
    COMPETENCIES,
    Competency,
    SelectionOutcome,
    VolunteerLine,
)
from volunteers.fields import Channels, Day


def _lines_in_order(lines: list[VolunteerLine]) -> list[VolunteerLine]:
    return [line for line in get_args(VolunteerLine) if line in lines]


Lines = Annotated[
    list[VolunteerLine], Field(min_length=1, max_length=2), AfterValidator(_lines_in_order)
]


class Apply(Command):
    """An application to work from a location, on channels and lines, in a role."""

    location_id: Id
    channels: Channels
    lines: Lines
    role: Role


class SignOff(Command):
    """The word of a mentor, or of a trainer-supervisor, that the volunteer is ready.

    `channels` are by default all that were applied for; another one may be signed off later.
    """

    mentor_id: Id
    channels: Channels | None = None


Score = Annotated[int, Field(ge=1, le=4)]


class Scores(Command):
    """A score on each national competency: 1 cannot be learnt here, 2 can, 3 good, 4 excellent."""

    listening: Score
    empathy: Score
    self_reflection: Score
    boundaries: Score
    openness: Score
    resilience: Score
    clarity: Score
    cooperation: Score

    def by_competency(self) -> Mapping[Competency, int]:
        """Return the score of each competency, in the vocabulary's order."""
        return {competency: getattr(self, competency) for competency in COMPETENCIES}


class HoldInterview(Command):
    """A selection interview that was held (a day in Amsterdam), and what it led to."""

    held_on: Day
    scores: Scores
    outcome: SelectionOutcome


class ChooseMentor(Command):
    """Who is beside a volunteer from now on; null: nobody."""

    mentor_id: Id | None
