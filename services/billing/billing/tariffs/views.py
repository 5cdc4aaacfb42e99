"""Answers about tariffs and prices. Amounts and prices are decimal strings in euros."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import Field
from shared.http import View

from billing.money import Unit
from billing.tariffs.rules import ExcludedJoin, PartOfYear, Price, TariffVersion


class PriceView(View):
    """An exact price, as euros of `numerator` per `denominator` inhabitants, and as printed."""

    numerator: int
    denominator: int
    printed: Decimal

    @classmethod
    def of(cls, price: Price) -> "PriceView":
        """Show a price."""
        return cls(numerator=price.budget, denominator=price.participating, printed=price.printed)


class TariffPeriodView(View):
    """Years, both included, that share one yearly budget in euros."""

    first_year: int
    last_year: int
    yearly_budget: Decimal


class TariffView(View):
    """An offer; the minimum is in percent of the reference population, in inhabitants.

    Only a published one prices, is signed and settles. `revision` counts the changes of a draft.
    """

    version: str
    state: Literal["draft", "published"]
    revision: int
    published_at: datetime | None
    reference_population: int
    minimum_participation_percent: int
    rounding: Unit = Field(description="the unit of amounts; prices are never rounded")
    part_of_year: PartOfYear
    excluded_join: ExcludedJoin
    excluded: list[str] = Field(description="CBS codes outside the offer")
    periods: list[TariffPeriodView]

    @classmethod
    def of(cls, kept: TariffVersion) -> "TariffView":
        """Show a tariff."""
        tariff = kept.tariff
        return cls(
            version=tariff.version,
            state="draft" if kept.published_at is None else "published",
            revision=kept.revision,
            published_at=kept.published_at,
            reference_population=tariff.reference_population,
            minimum_participation_percent=tariff.minimum_participation,
            rounding=tariff.rounding,
            part_of_year=tariff.part_of_year,
            excluded_join=tariff.excluded_join,
            excluded=sorted(tariff.excluded),
            periods=[
                TariffPeriodView(
                    first_year=period.first_year,
                    last_year=period.last_year,
                    yearly_budget=Decimal(period.yearly_budget).quantize(Decimal("0.01")),
                )
                for period in tariff.periods
            ],
        )
