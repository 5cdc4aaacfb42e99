"""The year's participation and price, settled once from the contracts in force on 1 January.

The price is the year's budget divided by the inhabitants who actually take part, so that the
participants of 1 January together pay the budget. A contract binds at any participation: below
the offer's minimum the year is settled too, and marked as below the offer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from shared.refusals import Refusal

from billing.money import half_up
from billing.tariffs.rules import Price, Tariff, TariffPeriod

PARTICIPATION_DECIMALS = 4


class AlreadySettled(Refusal):
    """A year is settled once."""


class NobodyParticipates(Refusal):
    """No contract is in force on 1 January of the year."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled year: its price and its participation.

    `eligible` are the year's imported inhabitants outside the G4; `participants` is the number
    of municipalities.
    """

    year: int
    price: Price
    eligible: int
    participants: int
    below_offer: bool

    @property
    def participation(self) -> Decimal:
        """Return the part of the eligible inhabitants that takes part: 0.8500, half-up."""
        share = Fraction(self.price.participating, self.eligible)
        return half_up(share, PARTICIPATION_DECIMALS)


def settle(
    year: int,
    tariff: Tariff,
    period: TariffPeriod,
    inhabitants: Mapping[str, int],
    eligible: int,
) -> Settled:
    """Settle a year; `inhabitants` are each participant's on 1 January, by code.

    Raises `NobodyParticipates`.
    """
    if not inhabitants:
        raise NobodyParticipates(
            f"No contract is in force on {year}-01-01: there is nothing to settle."
        )
    participating = sum(inhabitants.values())
    return Settled(
        year=year,
        price=Price(period.yearly_budget, participating),
        eligible=eligible,
        participants=len(inhabitants),
        below_offer=100 * participating < tariff.minimum_participation * eligible,
    )
