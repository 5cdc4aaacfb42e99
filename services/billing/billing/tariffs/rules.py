"""The tariff: a yearly budget, divided by the inhabitants of all who take part.

The price of an inhabitant is never rounded, only amounts are: a price rounded to three decimals
would give Zutphen 12,267 and 11,327 where the offer of April 2014 prints 12,265 and 11,347.
Budget, reference population and lowest participation are data of a tariff, not constants.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from shared.refusals import BadInput, NotFound, PreconditionFailed, Refusal

from billing.money import PRINTED_PRICE_DECIMALS, Unit, half_up

PartOfYear = Literal["whole_year", "by_days"]
ExcludedJoin = Literal["refused", "same_budget", "same_price"]


class YearNotPriced(BadInput):
    """The tariff names no budget for the year."""


class PeriodEndsBeforeStart(BadInput):
    """A period's last year is before its first."""


class PeriodsDoNotFollow(BadInput):
    """Between two periods there is a gap, or a year that both price."""


class NoSuchTariff(NotFound):
    """No tariff has this version."""


class TariffExists(Refusal):
    """A tariff of this version is there already."""


class TariffIsPublished(Refusal):
    """A published tariff never changes."""


class YearPricedAlready(Refusal):
    """A published tariff prices one of the years."""


@dataclass(frozen=True, slots=True)
class TariffPeriod:
    """Years, both included, that share one yearly budget in whole euros."""

    first_year: int
    last_year: int
    yearly_budget: int


@dataclass(frozen=True, slots=True)
class Tariff:
    """An offer: its periods in order, and the population that participation is measured against.

    `reference_population` is in inhabitants, `minimum_participation` in percent of them. Amounts
    are rounded to `rounding`. A part of a year owes the `whole_year`, or `by_days`. `excluded` are
    the CBS codes outside the offer. By `excluded_join` they may not sign (`refused`), share the
    budget (`same_budget`: the price falls for all) or pay the price of the others (`same_price`).
    """

    version: str
    reference_population: int
    minimum_participation: int
    periods: tuple[TariffPeriod, ...]
    rounding: Unit
    part_of_year: PartOfYear
    excluded_join: ExcludedJoin
    excluded: frozenset[str]

    @property
    def first_year(self) -> int:
        """Return the first year that is priced."""
        return min(period.first_year for period in self.periods)

    @property
    def last_year(self) -> int:
        """Return the last year that is priced."""
        return max(period.last_year for period in self.periods)


@dataclass(frozen=True, slots=True)
class TariffVersion:
    """A tariff as it is kept: a draft until `published_at`; `revision` counts its changes."""

    tariff: Tariff
    revision: int
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Price:
    """Euros of `budget` per `participating` inhabitants a year: the exact price of one of them."""

    budget: int
    participating: int

    @property
    def exact(self) -> Fraction:
        """Return the price of one inhabitant in euros, unrounded."""
        return Fraction(self.budget, self.participating)

    @property
    def printed(self) -> Decimal:
        """Return the price as the offer prints it: three decimals, to read and not to count."""
        return half_up(self.exact, PRINTED_PRICE_DECIMALS)


def tariff_of(tariffs: Iterable[Tariff], year: int) -> tuple[Tariff, TariffPeriod]:
    """Return the tariff and the period that price a year; raises `YearNotPriced`."""
    offered = list(tariffs)
    for tariff in offered:
        for period in tariff.periods:
            if period.first_year <= year <= period.last_year:
                return tariff, period
    spans = ", ".join(f"{each.first_year} to {each.last_year}" for each in offered)
    raise YearNotPriced(f"No tariff prices the year {year}. Give a year from {spans}.")


def nearest_year(tariffs: Sequence[Tariff], year: int) -> int:
    """Return the year itself if it is priced, or else the nearest that is."""
    priced = (
        priced
        for tariff in tariffs
        for priced in (tariff.first_year, tariff.last_year, year)
        if tariff.first_year <= priced <= tariff.last_year
    )
    return min(priced, key=lambda each: abs(each - year), default=year)


def in_order(periods: Iterable[TariffPeriod]) -> tuple[TariffPeriod, ...]:
    """Return periods by their years; raises `PeriodEndsBeforeStart` and `PeriodsDoNotFollow`.

    A contract may touch every year from the first to the last, so each has one price.
    """
    ordered = tuple(sorted(periods, key=lambda period: (period.first_year, period.last_year)))
    for period in ordered:
        if period.last_year < period.first_year:
            raise PeriodEndsBeforeStart(
                f"The period from {period.first_year} ends in {period.last_year}. "
                f"Give a last year from {period.first_year} on."
            )
    for earlier, later in pairwise(ordered):
        if later.first_year != earlier.last_year + 1:
            raise PeriodsDoNotFollow(
                f"After {earlier.first_year} to {earlier.last_year} the next period begins in "
                f"{earlier.last_year + 1}, not in {later.first_year}. Price each year once."
            )
    return ordered


def check_draft(kept: TariffVersion, revision: int) -> None:
    """Refuse to change what is published, or what has changed since `revision` was read."""
    version = kept.tariff.version
    if kept.published_at is not None:
        raise TariffIsPublished(
            f"Tariff {version} is published: contracts may pin it, so it never changes. "
            "Draft a new version."
        )
    if kept.revision != revision:
        raise PreconditionFailed(
            f"Tariff {version} has changed since you read it: its revision is {kept.revision}. "
            "Read it again."
        )


def check_years_free(tariff: Tariff, published: Sequence[Tariff]) -> None:
    """Refuse a tariff for a year that a published one prices: each year has one price."""
    for other in published:
        first = max(tariff.first_year, other.first_year)
        last = min(tariff.last_year, other.last_year)
        if first <= last:
            raise YearPricedAlready(
                f"The published tariff {other.version} prices {first} to {last}. "
                "Give the draft other years."
            )


def average_price(tariff: Tariff, participating: int) -> Decimal:
    """Return the average of the periods' prices, taken before rounding, as the offer prints it.

    At 85% the exact average is 0.29551..., printed 0.296.
    """
    budgets = sum(period.yearly_budget for period in tariff.periods)
    return half_up(Fraction(budgets, len(tariff.periods) * participating), PRINTED_PRICE_DECIMALS)
