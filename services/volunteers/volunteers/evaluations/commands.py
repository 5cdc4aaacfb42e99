"""The bodies of requests about evaluation interviews."""

from pydantic import Field
from shared.http import Command
from shared.strict import Id

from volunteers.fields import Day

LONGEST_WORDS = 10_000


class PlanEvaluation(Command):
    """The next interview with a volunteer: with which supervisor, and when."""

    volunteer_id: Id
    supervisor_id: Id
    planned_on: Day


class WriteReflection(Command):
    """The volunteer's own reflection, for the supervisor only; empty takes it back."""

    reflection: str = Field(max_length=LONGEST_WORDS)


class HoldEvaluation(Command):
    """When the interview was held, and what both agreed on, for the two of them only."""

    held_on: Day
    agreed: str | None = Field(default=None, max_length=LONGEST_WORDS)
