"""The bodies of requests about demand."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from shared.http import Command

from volunteers.fields import Day

MOST_DAYS = 31


class PlanShifts(Command):
    """The days for which shifts are opened, both included, at most 31; `preview` opens none."""

    since: Day = Field(alias="from")
    until: Day
    preview: bool = False

    @model_validator(mode="after")
    def _some_days(self) -> Self:
        if not 0 <= (self.until - self.since).days < MOST_DAYS:
            raise PydanticCustomError(
                "days", "until is from 0 to {most} days after from", {"most": MOST_DAYS - 1}
            )
        return self
