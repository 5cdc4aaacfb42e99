"""The year's participation and price, settled once from the contracts in force on 1 January.

The price is the year's budget divided by the inhabitants who actually take part, so that the
participants of 1 January together pay the budget. A contract binds at any participation: below
the offer's minimum the year is settled too, and marked as below the offer.

Municipalities that the tariff excludes and that join all the same share the budget, or pay the
same price beside it: then they are not in the denominator. What a reorganisation brought into an
excluded one was under contract before, and stays in the denominator.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from shared.refusals import Refusal

from billing.contracts.coverage import Coverage, covered_inhabitants
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

    `eligible` are the year's inhabitants who could take part; `participants` is the number of
    municipalities.
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


def participation(
    coverages: Iterable[Coverage], figures: Mapping[str, int], tariff: Tariff
) -> tuple[dict[str, int], int]:
    """Return the inhabitants who share the budget, by code, and how many could.

    `coverages` are those in force on 1 January, `figures` all municipalities' of that day.
    """
    sharing: Counter[str] = Counter()
    for coverage in coverages:
        if not _pays_beside(coverage, tariff):
            sharing[coverage.code] += covered_inhabitants(coverage, figures[coverage.code])
    within = sum(count for code, count in figures.items() if code not in tariff.excluded)
    joined = sum(count for code, count in sharing.items() if code in tariff.excluded)
    return dict(sharing), within + joined


def _pays_beside(coverage: Coverage, tariff: Tariff) -> bool:
    """Tell whether an excluded municipality joined at the price that the others make."""
    came_in = coverage.came_from is not None and coverage.came_from not in tariff.excluded
    return tariff.excluded_join == "same_price" and coverage.code in tariff.excluded and not came_in


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
