"""What reporting answers about operations. Counts of help seekers: rounded, or null below 15."""

import datetime as dt
from uuid import UUID

from pydantic import Field
from shared.http import View

ROUNDED = (
    "Counts of attempts and conversations are rounded to the nearest five, each by itself, and"
    " null below fifteen; of a day that runs they change on the quarter hour."
)


class ReasonsView(View):
    """Attempts that nobody answered, by reason: the help seeker hung up, or was not reached."""

    total: int | None
    abandoned: int | None = Field(description="the help seeker hung up while waiting")
    no_listener: int | None = Field(description="no listener was free")
    closed: int | None = Field(description="the line was closed")


class PlacesView(View):
    """Places of shifts: people-hours of a day, people in an hour."""

    needed: int
    taken: int
    open: int = Field(description="needed and not taken, shift by shift")


class OperationsHour(View):
    """An hour of a day, on the clock of Amsterdam."""

    hour: int
    attempts: int | None
    expected: float | None = Field(description="attempts in the newest forecast")
    answered: int | None
    missed: ReasonsView
    places: PlacesView


class OperationsDay(View):
    """A day of the week; `places` are hours of places."""

    date: dt.date
    attempts: int | None
    expected: float | None
    answered: int | None
    missed: ReasonsView
    answer_rate: float | None = Field(
        description="answered / (answered + abandoned + no listener), of whole hours"
    )
    within_30_seconds: float | None = Field(
        description="the fraction of the answered attempts that waited 30 seconds at most"
    )
    places: PlacesView


class CallsOfDay(View):
    """A day on the telephone: attempts and their callers apart.

    A caller is counted by the first attempt of the day, and known again until midnight only, by a
    token that is no number. Null: below fifteen, or not known.
    """

    date: dt.date
    redials_known: bool = Field(description="it was told which attempts are redials")
    attempts: int | None
    callers: int | None = Field(description="attempts that were the first of their caller that day")
    redials: int | None = Field(description="attempts of who had called before that day")
    not_known: int | None = Field(description="attempts of which that was not told")
    cooled_down: int | None = Field(
        description="attempts that were told to call later because of misuse; in no answer rate"
    )
    answer_rate: float | None = Field(
        description="answered / (answered + abandoned + no listener) of attempts, of whole hours"
    )
    answer_rate_of_callers: float | None = Field(
        description="the same of first attempts: whether a later one was answered is not known"
    )


class MisuseOfWeek(View):
    """Contacts of the week that were registered as misuse, by kind."""

    sexual: int | None
    abusive: int | None
    prank: int | None
    repeated_silent: int | None = Field(description="the same silent caller again and again")
    other: int | None
    not_said: int | None


class EstimateView(View):
    """An estimate with the bounds of its 95% interval."""

    value: float
    low: float
    high: float


class CostView(View):
    """Missed attempts that go with the week's open places, rounded; null: fewer than fifteen."""

    value: int | None
    low: int | None
    high: int | None


class HolesView(View):
    """Attempts without a free listener in hours with open places and in hours without."""

    hours_with: int
    no_listener_with: float | None = Field(description="of an hour with open places, on average")
    hours_without: int
    no_listener_without: float | None
    for_each_open_hour: EstimateView | None = Field(
        description="more attempts without a listener for each place that is open for an hour,"
        " compared with the same hours of working days or weekends; null: too few days are known"
    )
    open_hours_of_week: int
    cost_of_week: CostView | None


class LocationOfWeek(View):
    """A location in this week: hours of its places, and attempts."""

    location_id: UUID
    name: str
    places: PlacesView
    answered: int | None = Field(description="attempts answered there, on whichever line")
    missed: int | None = Field(description="attempts missed on its own number")


class OperationsReport(View):
    """A day and its week against the forecast, what was not reached, and what holes went with.

    `calls` tells callers from attempts where the telephone exchange did. `redials` is an estimate
    for all other days: how many more attempts came on the national telephone line in the quarter
    hour after each that was not reached.
    """

    date: dt.date
    counted_until: dt.datetime
    day: OperationsDay
    hours: list[OperationsHour] = Field(description="those that have begun")
    week: list[OperationsDay] = Field(description="the days of the week that have begun")
    estimates_from: dt.date
    estimates_until: dt.date
    holes: HolesView
    redials: EstimateView | None
    calls: list[CallsOfDay] = Field(description="the days of the week that have begun")
    misuse: MisuseOfWeek
    locations: list[LocationOfWeek]
    note: str = ROUNDED
