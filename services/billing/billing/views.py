"""What billing answers. Amounts and prices are decimal strings in euros."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import Field
from shared.http import View

from billing.rules.settlement import Settled
from billing.rules.tariff import Price, Tariff


class ImportView(View):
    """How many municipalities are new, have changed figures, or were known as they are."""

    as_of: date
    registered: int
    changed: int
    unchanged: int


class MunicipalityView(View):
    """A municipality with its figures of the date asked for; null: there are none."""

    code: str
    name: str
    province: str
    excluded: bool = Field(description="one of the four big cities, outside the offer")
    as_of: date | None
    inhabitants: int | None


class PriceView(View):
    """An exact price, as euros of `numerator` per `denominator` inhabitants, and as printed."""

    numerator: int
    denominator: int
    printed: Decimal

    @classmethod
    def of(cls, price: Price) -> "PriceView":
        """Show a price."""
        return cls(numerator=price.budget, denominator=price.participating, printed=price.printed)


class QuoteView(View):
    """What a municipality would pay in the year: exact to the cent, and in whole euros."""

    price_per_inhabitant: PriceView
    amount: Decimal
    amount_whole_euros: Decimal
    average_price_printed: Decimal = Field(description="of all price periods, rounded once")


class TariffPeriodView(View):
    """Years, both included, that share one yearly budget in euros."""

    first_year: int
    last_year: int
    yearly_budget: Decimal


class TariffView(View):
    """An offer; the minimum is in percent of the reference population, in inhabitants."""

    version: str
    reference_population: int
    minimum_participation_percent: int
    periods: list[TariffPeriodView]

    @classmethod
    def of(cls, tariff: Tariff) -> "TariffView":
        """Show a tariff."""
        return cls(
            version=tariff.version,
            reference_population=tariff.reference_population,
            minimum_participation_percent=tariff.minimum_participation,
            periods=[
                TariffPeriodView(
                    first_year=period.first_year,
                    last_year=period.last_year,
                    yearly_budget=Decimal(period.yearly_budget).quantize(Decimal("0.01")),
                )
                for period in tariff.periods
            ],
        )


class ContractView(View):
    """A signed contract."""

    contract_id: UUID
    payer: str
    beneficiaries: list[str]
    signed_on: date
    from_: date = Field(alias="from")
    until: date
    tariff_version: str


class SettlementView(View):
    """A settled year.

    `participation` is the part of the eligible inhabitants that takes part, `participants` the
    number of municipalities; `belowOffer`: the offer prices no participation as low as this.
    """

    year: int
    budget: Decimal
    participating_inhabitants: int
    eligible_inhabitants: int
    participants: int
    participation: Decimal
    below_offer: bool
    price_per_inhabitant: PriceView
    settled_at: datetime

    @classmethod
    def of(cls, settled: Settled, settled_at: datetime) -> "SettlementView":
        """Show a settled year."""
        return cls(
            year=settled.year,
            budget=Decimal(settled.price.budget).quantize(Decimal("0.01")),
            participating_inhabitants=settled.price.participating,
            eligible_inhabitants=settled.eligible,
            participants=settled.participants,
            participation=settled.participation,
            below_offer=settled.below_offer,
            price_per_inhabitant=PriceView.of(settled.price),
            settled_at=settled_at,
        )


class InvoiceSummary(View):
    """An invoice without its lines."""

    invoice_id: UUID
    contract_id: UUID
    number: str
    period: int = Field(description="the year invoiced, always whole")
    payer: str
    issued_on: date
    due_on: date
    vat: Decimal
    total: Decimal
    currency: str


class InvoiceLineView(View):
    """What is owed for one beneficiary (CBS code)."""

    beneficiary: str
    inhabitants: int
    amount: Decimal


class InvoiceView(InvoiceSummary):
    """An invoice as it went out, for good."""

    price_per_inhabitant: PriceView
    lines: list[InvoiceLineView]


class TotalsView(View):
    """What billing holds. Gapless: every year's invoices are numbered 1, 2, 3 ... to the last."""

    municipalities: int
    contracts_signed: int
    invoices_issued: int
    invoice_numbers_gapless: bool
    invoiced_total: Decimal
    obligations_open: int
