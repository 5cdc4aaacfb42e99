"""The table of forecasts."""

import datetime as dt

from shared.events.vocabulary import Channel
from sqlalchemy import ARRAY, Double, Text
from sqlmodel import Field

from volunteers.persistence import Table


class ForecastDay(Table, table=True):
    """The contacts that reporting expects on a day of Amsterdam, by quarter hour.

    96 numbers from 00:00 on the local clock, whichever day: of a night of 23 hours those of the
    hour that is missing are not used, of one of 25 those of the hour that comes twice hold twice.
    """

    __tablename__ = "forecast_day"
    day: dt.date = Field(primary_key=True)
    channel: Channel = Field(primary_key=True, sa_type=Text)
    quarters: list[float] = Field(sa_type=ARRAY(Double))
    sequence: str = Field(sa_type=Text)
