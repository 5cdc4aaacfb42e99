"""The bodies of requests about volunteers."""

from typing import Annotated, get_args

from pydantic import AfterValidator, Field
from shared.events.vocabulary import Role
from shared.http import Command
from shared.strict import Id

from volunteers.admission.vocabulary import VolunteerLine
from volunteers.fields import Channels


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
    """The word of a mentor, or of a trainer-supervisor, that the volunteer is ready."""

    mentor_id: Id
