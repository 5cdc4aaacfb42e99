"""A report of a period. A count of help seekers is null where it must not be shown."""

from datetime import datetime
from decimal import Decimal

from pydantic import Field
from shared.events.vocabulary import Province
from shared.http import View

from reporting.disclosure.rules.threshold import MINIMUM
from reporting.locations.views import LocationView


class Cell(View):
    """A part of a whole; `share` is of all conversations unless said, as a fraction of 1."""

    name: str = Field(description="a word of the events' closed vocabulary")
    count: int | None
    share: float | None


class HourView(View):
    """The attempts that came within an hour of the day (Europe/Amsterdam), all days together."""

    hour: int
    answered: int | None
    missed: int | None


class WeekdayView(View):
    """The attempts on a day of the week; `weekday` as in ISO 8601: Monday is 1."""

    weekday: int
    answered: int | None
    missed: int | None


class ChannelView(View):
    """The attempts by one channel during opening hours.

    `unanswered` is abandoned + no listener, of a location or region those on its own numbers;
    `answerRate` is answered / (answered + unanswered), told of the country only.
    """

    name: str
    answered: int | None
    unanswered: int | None
    answer_rate: float | None


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
    settled: int | None = Field(description="warm handovers of which the end is known")
    handovers: list[Cell] = Field(description="how those ended; `share` is of `settled`")


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


class Report(View):
    """A period (Europe/Amsterdam) of the country, a region or a location, without tests.

    Nationally everything counts. Of a location or region: `answered`, `kinds`, `waits` and all
    about conversations are what was answered there, on whichever line; `attempts`, `missed`,
    `lineAnswered` and `answerRate` are about its own local numbers, wherever that was answered.
    """

    period: str = Field(examples=["2016-03", "2016-Q1", "2016"])
    month: str | None = Field(examples=["2016-03"], description="the period, where it is a month")
    closed: bool = Field(description="a period is closed, and told whole, a week after its end")
    revision: int = Field(description="0 as first published; each dated correction adds one")
    published_at: datetime | None = Field(description="null while the period is not closed")
    counted_until: datetime = Field(description="what began later is not counted yet")
    region: Province | None = Field(description="null: the country, or a location")
    location: LocationView | None
    attempts: int | None
    answered: int | None
    line_answered: int | None
    missed: MissedView
    answer_rate: float | None = Field(
        description="lineAnswered / (lineAnswered + abandoned + noListener), a fraction of 1"
    )
    channels: list[ChannelView]
    waits: list[Cell] = Field(
        description="answered attempts by the seconds they waited at most; `share` of answered"
    )
    conversations: int | None
    minutes: int | None = Field(description="spent in conversations")
    average_minutes: float | None
    channel_mix: list[Cell]
    kinds: list[Cell] = Field(description="`share` is of answered")
    topics: list[Cell] = Field(description="a conversation can have several")
    topics_by_channel: list[Cell] = Field(
        description="`name` is a topic and a channel; `share` is of the channel's conversations"
    )
    outcomes: list[Cell]
    hours: list[HourView]
    weekdays: list[WeekdayView]
    referrals: ReferralsView
    hours_wanted: float = Field(description="hours of all places in shifts not cancelled")
    hours_covered: float = Field(description="hours of the places taken in shifts not cancelled")
    volunteers_on_duty: int = Field(description="who had a place in those shifts")
    participation: ParticipationView | None = Field(description="national only, once settled")
    invoiced: InvoicedView | None = Field(description="national only")
    suppression: SuppressionView = SuppressionView()


class ReportLink(View):
    """A period that is published (or runs), and the addresses of its reports."""

    period: str
    month: str | None
    report: str
    page: str
