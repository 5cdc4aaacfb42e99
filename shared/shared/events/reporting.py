"""What reporting says."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.envelope import Event
from shared.events.vocabulary import Audience, Channel
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


class ReportPublished(Event):
    """A report of a closed period is final. Aggregate: the report.

    `period` is a month (`2016-03`), a quarter (`2016-Q1`) or a year (`2016`). A correction is a
    report of its own, with the same address. `url` is a path of reporting's API.
    """

    subject: ClassVar[str] = "reporting.report_published.v1"

    report_id: UUID
    period: Annotated[str, Field(pattern=r"^20\d\d(-(0[1-9]|1[0-2])|-Q[1-4])?$")]
    audience: Audience
    url: Annotated[str, Field(pattern=r"^/v1/reports/[A-Za-z0-9/%-]+$", max_length=200)]
