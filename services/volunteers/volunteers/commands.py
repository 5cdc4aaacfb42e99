"""What clients ask for: the bodies of the requests."""

import datetime as dt
from typing import Annotated, get_args

from pydantic import AfterValidator, Field
from shared.events.vocabulary import Channel, Province, Role
from shared.http import Command
from shared.strict import Day as AnyDay
from shared.strict import Id
from shared.strict import Moment as AnyMoment

from volunteers.rules.day_parts import DayPart
from volunteers.words import VolunteerLine

# The first helpline in the Netherlands opened in 1958.
FIRST_DAY, LAST_DAY = dt.date(1958, 1, 1), dt.date(2099, 12, 31)
FIRST_MOMENT = dt.datetime(1958, 1, 1, tzinfo=dt.UTC)
LAST_MOMENT = dt.datetime(2099, 12, 31, tzinfo=dt.UTC)


def _channels_in_order(channels: list[Channel]) -> list[Channel]:
    return [channel for channel in get_args(Channel) if channel in channels]


def _lines_in_order(lines: list[VolunteerLine]) -> list[VolunteerLine]:
    return [line for line in get_args(VolunteerLine) if line in lines]


def _in_utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC)


Moment = Annotated[AnyMoment, Field(ge=FIRST_MOMENT, le=LAST_MOMENT), AfterValidator(_in_utc)]
Day = Annotated[AnyDay, Field(ge=FIRST_DAY, le=LAST_DAY)]
Channels = Annotated[
    list[Channel], Field(min_length=1, max_length=3), AfterValidator(_channels_in_order)
]
Lines = Annotated[
    list[VolunteerLine], Field(min_length=1, max_length=2), AfterValidator(_lines_in_order)
]


class OpenLocation(Command):
    """A location: its name (letters and . , ' ( ) - only, 60 at most) and its province."""

    name: str = Field(max_length=200)
    region: Province


class Apply(Command):
    """An application to work from a location, on channels and lines, in a role."""

    location_id: Id
    channels: Channels
    lines: Lines
    role: Role


class HoldTraining(Command):
    """The attendance list of one module (1 to 13) of the basic training, for a group."""

    module: int = Field(ge=1, le=13)
    volunteer_ids: list[Id] = Field(min_length=1, max_length=100)
    held_on: Day


class SignOff(Command):
    """The word of a mentor, or of a trainer-supervisor, that the volunteer is ready."""

    mentor_id: Id


class OpenShift(Command):
    """A day part at a location with 1 to 20 places to fill, on all of the channels."""

    location_id: Id
    date: Day
    day_part: DayPart
    channels: Channels
    needed: int = Field(ge=1, le=20)


class FillPlace(Command):
    """A place for a volunteer; `filledAt` says when it was taken, where that is not now."""

    volunteer_id: Id
    filled_at: Moment | None = None
