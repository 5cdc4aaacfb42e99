"""What reporting answers. A count of help seekers is null where it is below ten."""

from decimal import Decimal
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import Province
from shared.http import View

from reporting.rules.disclosure import MINIMUM


class LocationView(View):
    """A place from which volunteers work."""

    location_id: UUID
    name: str
    region: Province


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
    """Who was pointed or handed to a partner."""

    total: int | None
    by_partner: list[Cell]
    by_mode: list[Cell]


class ParticipationView(View):
    """The year's participation as it was settled; amounts in euros."""

    year: int
    participating_inhabitants: int
    eligible_inhabitants: int
    share: float = Field(description="participating / eligible inhabitants, a fraction of 1")
    budget: Decimal
    price_per_inhabitant: Decimal = Field(description="as printed, three decimals")


class InvoicedView(View):
    """What was invoiced for the year; `total` in euros."""

    year: int
    invoices: int
    total: Decimal


class SuppressionView(View):
    """What null means in a count of help seekers."""

    minimum: int = MINIMUM
    shown_as: str = f"fewer than {MINIMUM}"
    note: str = (
        f"A count of help seekers below {MINIMUM}, nought included, is null: read"
        f' "fewer than {MINIMUM}". A share or a mean is null when a count that it is made of is'
        " that small."
    )


class MonthReport(View):
    """A month (Europe/Amsterdam), nationally or of one location. Tests are left out throughout.

    Nationally everything counts. Of a location: `answered`, `kinds` and all about conversations
    are what was answered there, on whichever line; `attempts`, `missed`, `lineAnswered` and
    `answerRate` are about its own local number, wherever that was answered.
    """

    month: str = Field(examples=["2016-03"])
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
    """A month that has data, and where its reports are."""

    month: str
    report: str
    page: str


class TotalsView(View):
    """How many of each there are in the projections; `invoicedTotal` in euros."""

    contacts_handled: int
    conversations: int
    contacts_missed: int
    referrals_made: int
    locations: int
    volunteers_admitted: int
    shifts_opened: int
    shifts_cancelled: int
    places_taken: int
    municipalities: int
    contracts_signed: int
    years_settled: int
    invoices_issued: int
    invoiced_total: Decimal
    events_projected: int = Field(description="ids in the inbox of reporting's consumers")
