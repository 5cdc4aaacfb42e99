"""Answers about settled years. Amounts and prices are decimal strings in euros."""

from datetime import datetime
from decimal import Decimal

from shared.http import View

from billing.settlements.rules import Settled
from billing.tariffs.views import PriceView


class SettlementView(View):
    """A settled year.

    `participation` is the part of the eligible inhabitants that takes part, `participants` the
    number of municipalities; `belowOffer`: the participation is lower than the offer prices.
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
