"""What was forecast, and how it came out. No projections: a rebuild leaves them alone."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import ARRAY, DateTime, Double, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

Moment = Annotated[datetime, Field(sa_type=DateTime(timezone=True))]


class Kept(SQLModel, registry=registry()):
    """The base of these tables."""


class ForecastRun(Kept, table=True):
    """The forecast of a day: who begins takes the row; it is done when `ended_at` is set.

    `trials` is how the model did on `held_back_days` that it had not seen, by channel.
    """

    __tablename__: ClassVar[Any] = "forecast_run"

    made_on: date = Field(primary_key=True)
    began_at: Moment
    ended_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    history_days: int | None = None
    held_back_days: int | None = None
    trials: dict[str, Any] | None = Field(default=None, sa_type=JSONB)


class Forecast(Kept, table=True):
    """What was said on a day about a channel on a coming day: 24 hours of the local clock.

    A day lies between `low` and `high` four times in five. `version` is that of the event that
    told of it: equal forecasts have one.
    """

    __tablename__: ClassVar[Any] = "forecast"
    __table_args__: ClassVar[Any] = (Index("forecast_made_on", "made_on"),)

    day: date = Field(primary_key=True)
    channel: str = Field(primary_key=True, sa_type=Text)
    made_on: date = Field(primary_key=True)
    version: int
    hours: list[float] = Field(sa_type=ARRAY(Double))
    expected: float
    low: int
    high: int


class ForecastWeek(Kept, table=True):
    """How the forecast of a week, made at its beginning, came out; `week` is its Monday.

    `came` is rounded and None where it may not be shown; then so is `mase`. `days_inside` counts
    the days between `low` and `high`.
    """

    __tablename__: ClassVar[Any] = "forecast_week"

    week: date = Field(primary_key=True)
    channel: str = Field(primary_key=True, sa_type=Text)
    made_on: date
    expected: float
    came: int | None
    mase: float | None
    days_inside: int | None


metadata = Kept.metadata
