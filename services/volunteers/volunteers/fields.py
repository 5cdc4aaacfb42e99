"""Types of fields that the commands of several rooms have."""

import datetime as dt
from typing import Annotated, get_args

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from shared.events.vocabulary import Channel
from shared.strict import Day as AnyDay
from shared.strict import Moment as AnyMoment

# The first helpline in the Netherlands opened in 1958.
FIRST_DAY, LAST_DAY = dt.date(1958, 1, 1), dt.date(2099, 12, 31)
FIRST_MOMENT = dt.datetime(1958, 1, 1, tzinfo=dt.UTC)
LAST_MOMENT = dt.datetime(2099, 12, 31, tzinfo=dt.UTC)


def _channels_in_order(channels: list[Channel]) -> list[Channel]:
    return [channel for channel in get_args(Channel) if channel in channels]


def _within_the_years(day: dt.date) -> dt.date:
    # Field(ge=..., le=...) would name a bound as `datetime.date(1958, 1, 1)`.
    if day < FIRST_DAY:
        raise PydanticCustomError(
            "greater_than_equal", "write a day from {ge} on", {"ge": f"{FIRST_DAY}"}
        )
    if day > LAST_DAY:
        raise PydanticCustomError(
            "less_than_equal", "write a day up to {le}", {"le": f"{LAST_DAY}"}
        )
    return day


def _in_utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC)


Moment = Annotated[AnyMoment, Field(ge=FIRST_MOMENT, le=LAST_MOMENT), AfterValidator(_in_utc)]
Day = Annotated[AnyDay, AfterValidator(_within_the_years)]
Channels = Annotated[
    list[Channel], Field(min_length=1, max_length=3), AfterValidator(_channels_in_order)
]
