"""The bodies of requests about fixed shifts."""

from typing import Annotated, Self

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError
from shared.http import Command
from shared.strict import Id

from volunteers.fields import Channels, Day
from volunteers.shifts.rules.day_parts import DayPart

EVERY_WEEKS = (1, 2, 4)


def _known(weeks: int) -> int:
    if weeks not in EVERY_WEEKS:
        raise PydanticCustomError("every_weeks", "every 1, 2 or 4 weeks")
    return weeks


# A Literal would take 2.0 too.
EveryWeeks = Annotated[int, AfterValidator(_known)]


class FixShift(Command):
    """The same day part every 1, 2 or 4 weeks from `firstDay` on, whose weekday it has.

    It takes a place of each shift of the location in that day part that is opened from now on and
    has none but these channels.
    """

    volunteer_id: Id
    location_id: Id
    channels: Channels
    day_part: DayPart
    every_weeks: EveryWeeks
    first_day: Day
    last_day: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day is not None and self.last_day < self.first_day:
            raise PydanticCustomError("last_day", "lastDay is at or after firstDay")
        return self
