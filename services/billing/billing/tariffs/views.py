"""Answers about tariffs and prices. Amounts and prices are decimal strings in euros."""

from decimal import Decimal

from shared.http import View

from billing.tariffs.rules import Price, Tariff


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
