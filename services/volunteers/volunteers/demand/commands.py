"""The bodies of requests about demand."""

import datetime as dt

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from shared.http import Command

from volunteers.fields import Day

MOST_DAYS = 31


class PlanShifts(Command):
    """The days for which shifts are opened, both included, at most 31; `preview` opens none."""

    since: Day = Field(alias="from")
    until: Day
    preview: bool = False

    @field_validator("until")
    @classmethod
    def _not_too_many_days(cls, until: dt.date, info: ValidationInfo) -> dt.date:
        since = info.data.get("since")
        if since and until < since:
            raise PydanticCustomError(
                "greater_than_equal", "write a day from {ge} on", {"ge": f"{since}"}
            )
        last = since and since + dt.timedelta(days=MOST_DAYS - 1)
        if last and until > last:
            raise PydanticCustomError(
                "less_than_equal", "write a day up to {le}", {"le": f"{last}"}
            )
        return until
