"""The bodies of requests about shifts and their places."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from shared.http import Command
from shared.strict import Id

from volunteers.fields import Channels, Day, Moment
from volunteers.shifts.rules.day_parts import DayPart
from volunteers.shifts.vocabulary import StandbyKind


class OpenShift(Command):
    """A day part at a location with 1 to 20 places to fill, on all of the channels."""

    location_id: Id
    date: Day
    day_part: DayPart
    channels: Channels
    needed: int = Field(ge=1, le=20)
    experienced_needed: int = Field(default=0, ge=0, le=20)
    team_only: bool = False
    home_allowed: bool = False

    @model_validator(mode="after")
    def _no_more_experienced_than_needed(self) -> Self:
        if self.experienced_needed > self.needed:
            raise PydanticCustomError(
                "experienced", "experiencedNeeded is at most needed: lower it, or raise needed"
            )
        if self.team_only and self.home_allowed:
            raise PydanticCustomError(
                "team_only", "teamOnly keeps others out, homeAllowed lets them in: choose one"
            )
        return self


class FillPlace(Command):
    """A place for a volunteer; `filledAt` says when it was taken, where that is not now.

    `fromHome`: where the shift allows it.
    """

    volunteer_id: Id
    filled_at: Moment | None = None
    from_home: bool = False


class WaitForPlace(Command):
    """Wait for a place of a full shift, to be worked from home where the shift allows it."""

    from_home: bool = False


class StandBy(Command):
    """Stand by for a shift, or stay on from the shift before if a place is open at the start."""

    kind: StandbyKind
