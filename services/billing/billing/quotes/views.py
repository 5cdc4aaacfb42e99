"""The answers to quotes and offers. Amounts are decimal strings in euros."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import Field
from shared.http import View

from billing.money import Unit
from billing.municipalities.views import MunicipalityView
from billing.quotes.rules import Scenario
from billing.tariffs.rules import Tariff
from billing.tariffs.views import PriceView


class QuoteView(View):
    """What a municipality would pay in the year: in the tariff's unit, and in whole euros."""

    price_per_inhabitant: PriceView
    amount: Decimal
    amount_whole_euros: Decimal
    average_price_printed: Decimal = Field(description="of all price periods, rounded once")


@dataclass(frozen=True)
class Offer:
    """A tariff's offer for a year: to a municipality, or without one to all.

    `scenarios` hold the amounts of that municipality, 0 without one.
    """

    tariff: Tariff
    year: int
    municipality: MunicipalityView | None
    scenarios: list[Scenario]


class OfferedPeriodView(View):
    """What a year costs in a price period, whose first and last year are included."""

    first_year: int
    last_year: int
    price_per_inhabitant: PriceView
    amount: Decimal
    amount_whole_euros: Decimal


class ScenarioView(View):
    """What the municipality would pay when so many take part, in percent of the reference."""

    participation_percent: int
    participating_inhabitants: int
    average_price_printed: Decimal
    periods: list[OfferedPeriodView]


class OfferView(View):
    """The offer to a municipality: all its scenarios, by its own inhabitants of `asOf`."""

    code: str
    name: str
    inhabitants: int
    as_of: date
    year: int
    tariff_version: str
    rounding: Unit
    scenarios: list[ScenarioView]

    @classmethod
    def of(cls, offer: Offer) -> "OfferView":
        """Show an offer to a municipality."""
        to = offer.municipality
        assert to is not None
        return cls.model_validate(
            {
                "code": to.code, "name": to.name, "inhabitants": to.inhabitants,
                "as_of": to.as_of, "year": offer.year, "tariff_version": offer.tariff.version,
                "rounding": offer.tariff.rounding,
                "scenarios": [_scenario(offer.tariff, each) for each in offer.scenarios],
            }
        )  # fmt: skip


def _scenario(tariff: Tariff, scenario: Scenario) -> ScenarioView:
    return ScenarioView(
        participation_percent=scenario.percent,
        participating_inhabitants=scenario.participating,
        average_price_printed=scenario.average_printed,
        periods=[
            OfferedPeriodView(
                first_year=period.first_year,
                last_year=period.last_year,
                price_per_inhabitant=PriceView.of(quote.price),
                amount=quote.amount,
                amount_whole_euros=quote.whole_euros,
            )
            for period, quote in zip(tariff.periods, scenario.quotes, strict=True)
        ],
    )
