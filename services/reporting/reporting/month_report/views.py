"""The answers about months. A count of help seekers is null where it must not be shown."""

from datetime import datetime
from decimal import Decimal

from pydantic import Field
from shared.http import View

from reporting.disclosure.rules.threshold import MINIMUM
from reporting.locations.views import LocationView


class Cell(View):
    """A part of a whole. `share` is of all conversations, as a fraction of 1."""

    name: str = Field(description="a word of the events' closed vocabulary")
    count: int | None
    share: float | None


class HourView(View):
    """The attempts that came within an hour of the day (Europe/Amsterdam), all days together."""

    hour: int
    answered: int | None
    missed: int | None


class MissedView(View):
    """The attempts that nobody answered, by reason."""

    total: int | None
    abandoned: int | None
    no_listener: int | None
    closed: int | None


class ReferralsView(View):
    """The help seekers who were referred to a partner."""

    total: int | None
    by_partner: list[Cell]
    by_mode: list[Cell]


class ParticipationView(View):
    """The settled participation of the year; amounts in euros."""

    year: int
    participating_inhabitants: int
    eligible_inhabitants: int
    share: float = Field(description="participating / eligible inhabitants, a fraction of 1")
    budget: Decimal
    price_per_inhabitant: Decimal = Field(description="as printed, three decimals")


class InvoicedView(View):
    """The invoices to contracts for the year; `total` in euros, less credit notes."""

    year: int
    invoices: int
    total: Decimal


class SuppressionView(View):
    """The meaning of null in a count of help seekers."""

    minimum: int = MINIMUM
    shown_as: str = "not shown"
    note: str = (
        f"A count of help seekers below {MINIMUM}, nought included, is null: read"
        f' "not shown". Some larger counts are null too, where a count below {MINIMUM} would'
        " follow from them by subtraction, from this report or another of the month. A share or a"
        " mean is null when a count that it is made of is. Of a month that is not closed only"
        " attempts and their hours are told."
    )


class MonthReport(View):
    """A month (Europe/Amsterdam), of the country or of one location, without tests.

    Nationally everything counts. Of a location: `answered`, `kinds` and all about conversations
    are what was answered there, on whichever line; `attempts`, `missed`, `lineAnswered` and
    `answerRate` are about its own local number, wherever that was answered.
    """

    month: str = Field(examples=["2016-03"])
    closed: bool = Field(description="a month is closed, and told whole, a week after its end")
    counted_until: datetime = Field(description="what began later is not counted yet")
    location: LocationView | None
    attempts: int | None
    answered: int | None
    line_answered: int | None
    missed: MissedView
    answer_rate: float | None = Field(
        description="lineAnswered / (lineAnswered + abandoned + noListener), a fraction of 1"
    )
    conversations: int | None
    minutes: int | None = Field(description="spent in conversations")
    average_minutes: float | None
    channel_mix: list[Cell]
    kinds: list[Cell]
    topics: list[Cell] = Field(description="a conversation can have several")
    outcomes: list[Cell]
    hours: list[HourView]
    referrals: ReferralsView
    hours_covered: float = Field(description="hours of the places taken in shifts not cancelled")
    volunteers_on_duty: int = Field(description="who had a place in those shifts")
    participation: ParticipationView | None = Field(description="national only, once settled")
    invoiced: InvoicedView | None = Field(description="national only")
    suppression: SuppressionView = SuppressionView()


class ReportLink(View):
    """A month that has data, and the addresses of its reports."""

    month: str
    report: str
    page: str
