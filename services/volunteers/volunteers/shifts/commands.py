"""The bodies of requests about shifts and their places."""

from pydantic import Field
from shared.http import Command
from shared.strict import Id

from volunteers.fields import Channels, Day, Moment
from volunteers.shifts.rules.day_parts import DayPart


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
