"""What reporting says."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.events.envelope import Event
from shared.events.vocabulary import Channel
from shared.strict import Day

QUARTERS = 96
Quarters = Annotated[
    list[Annotated[float, Field(ge=0)]], Field(min_length=QUARTERS, max_length=QUARTERS)
]


class DemandForecast(Event):
    """The attempts that are expected on a day of Amsterdam. Aggregate: the day.

    `channels` has for each channel the attempts of 96 quarter hours, from 00:00 on the local
    clock. The newest of a day replaces those before; a channel that is not named is not forecast.
    """

    subject: ClassVar[str] = "reporting.demand_forecast.v1"

    date: Day
    channels: dict[Channel, Quarters]
