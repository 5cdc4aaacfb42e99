"""Answers about forecasts."""

from datetime import date

from pydantic import Field
from shared.events.vocabulary import Channel
from shared.http import View


class ChannelForecast(View):
    """What is expected on a channel; the day lies between `low` and `high` four times in five.

    `hours` are attempts in the 24 hours of the local clock; a quarter hour is a quarter of its
    hour.
    """

    channel: Channel
    expected: float
    low: int
    high: int
    hours: list[float]


class DayForecast(View):
    """What is expected on a day of Amsterdam."""

    date: date
    channels: list[ChannelForecast]


class Trial(View):
    """How the model did on days held back from it: MASE, and bias as a fraction of 1."""

    channel: Channel
    mase: float | None
    bias: float | None


class WeekOutcome(View):
    """How the forecast of a week came out on a channel; `week` is its Monday.

    `came` is rounded to 5, and null where it is not shown. `mase` is the absolute error by the
    hour, divided by that of taking the week before. `daysInside` of the seven days lay in their
    interval.
    """

    week: date
    channel: Channel
    made_on: date
    expected: int = Field(description="rounded to 5 as what came")
    came: int | None
    bias: float | None
    mase: float | None
    days_inside: int | None


class ForecastsView(View):
    """The newest forecast; `madeOn` is null while there is none. Attempts: answered or missed."""

    made_on: date | None
    history_days: int | None
    held_back_days: int | None
    trials: list[Trial]
    days: list[DayForecast]
    weeks: list[WeekOutcome]
