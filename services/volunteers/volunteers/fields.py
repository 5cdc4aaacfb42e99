"""Types of fields that the commands of several rooms have."""

import datetime as dt
from typing import Annotated, get_args

from pydantic import AfterValidator, Field
from shared.events.vocabulary import Channel
from shared.strict import Day as AnyDay
from shared.strict import Moment as AnyMoment

# The first helpline in the Netherlands opened in 1958.
FIRST_DAY, LAST_DAY = dt.date(1958, 1, 1), dt.date(2099, 12, 31)
FIRST_MOMENT = dt.datetime(1958, 1, 1, tzinfo=dt.UTC)
LAST_MOMENT = dt.datetime(2099, 12, 31, tzinfo=dt.UTC)


def _channels_in_order(channels: list[Channel]) -> list[Channel]:
    return [channel for channel in get_args(Channel) if channel in channels]


def _in_utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC)


Moment = Annotated[AnyMoment, Field(ge=FIRST_MOMENT, le=LAST_MOMENT), AfterValidator(_in_utc)]
Day = Annotated[AnyDay, Field(ge=FIRST_DAY, le=LAST_DAY)]
Channels = Annotated[
    list[Channel], Field(min_length=1, max_length=3), AfterValidator(_channels_in_order)
]
