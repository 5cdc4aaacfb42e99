"""The bodies of requests about trainings."""

from pydantic import Field
from shared.http import Command
from shared.strict import Id

from volunteers.fields import Day


class HoldTraining(Command):
    """The attendance list of one module (1 to 13) of the basic training, for a group."""

    module: int = Field(ge=1, le=13)
    volunteer_ids: list[Id] = Field(min_length=1, max_length=100)
    held_on: Day


class OpenCohort(Command):
    """A group that does the basic training together at a location, on these days."""

    location_id: Id
    first_day: Day
    last_day: Day
    places: int = Field(ge=1, le=100)


class JoinCohort(Command):
    """Who comes into a cohort; who was in another one leaves that."""

    volunteer_ids: list[Id] = Field(min_length=1, max_length=100)
