"""The bodies of requests about shifts and their places."""

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from shared.http import Command
from shared.strict import Id

from volunteers.fields import Channels, Day, Moment
from volunteers.shifts.rules.day_parts import DayPart
from volunteers.shifts.vocabulary import StandbyKind


class OpenShift(Command):
    """A day part at a location with 1 to 20 places to fill, on all of the channels.

    `experiencedNeeded` of them are for mentors and who was admitted a year before. `teamOnly`: for
    volunteers of the location. `homeAllowed`: may be worked from home, by others too unless it is
    for the team only.
    """

    location_id: Id
    date: Day
    day_part: DayPart
    channels: Channels
    needed: int = Field(ge=1, le=20)
    experienced_needed: int = Field(default=0, ge=0, le=20)
    team_only: bool = False
    home_allowed: bool = False

    @field_validator("experienced_needed")
    @classmethod
    def _no_more_experienced_than_needed(cls, wanted: int, given: ValidationInfo) -> int:
        needed = given.data.get("needed", wanted)
        if wanted > needed:
            raise PydanticCustomError(
                "less_than_equal", "of {le} places at most {le} need experience", {"le": needed}
            )
        return wanted


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
