"""What a municipality would pay in a year, at a given participation."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from shared.refusals import BadInput, Refusal

from billing.money import half_up, round_to
from billing.tariffs.rules import Price, Tariff, TariffPeriod, average_price

PERCENT = 100
STEP = 5  # percent, between two scenarios of an offer
_PARTICIPATION = re.compile(r"(?P<number>\d{1,3}(\.\d{1,30})?)(?P<percent>%?)", re.ASCII)


class ParticipationUnclear(BadInput):
    """Participation is given twice, not at all, or not as a number."""


class ParticipationBelowOffer(BadInput):
    """Fewer take part than the offer prices."""


class ParticipationAboveAll(BadInput):
    """More take part than there are."""


class InhabitantsAboveParticipation(BadInput):
    """The municipality has more inhabitants than all participants together."""


class LetterUnclear(BadInput):
    """An address names no letter."""


class OutsideTariffsOffer(Refusal):
    """The tariff leaves the municipality out of its offer."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The price, the year's amount in the tariff's unit and in euros, and the average printed."""

    price: Price
    amount: Decimal
    whole_euros: Decimal
    average_printed: Decimal


@dataclass(frozen=True, slots=True)
class Scenario:
    """What each price period costs at a participation of `percent`.

    `quotes` are in the order of the tariff's periods; their amounts are those of one municipality.
    """

    percent: int
    quotes: tuple[Quote, ...]

    @property
    def participating(self) -> int:
        """Return how many inhabitants take part in all."""
        return self.quotes[0].price.participating

    @property
    def average_printed(self) -> Decimal:
        """Return the average price of all periods, as the offer prints it."""
        return self.quotes[0].average_printed


def read_participation(given: Decimal | str) -> Fraction:
    """Read a participation as a fraction of 1: from 0.85, "0.85", 85 or "85%".

    A number above 1 without a percent sign is a percentage. Raises `ParticipationUnclear`.
    """
    match = _PARTICIPATION.fullmatch(given if isinstance(given, str) else f"{given:f}")
    if match is None:
        raise ParticipationUnclear(
            'Give participation as a fraction such as 0.85 or as a percentage such as "85%".'
        )
    number = Fraction(match["number"])
    return number / PERCENT if match["percent"] or number > 1 else number


def participating_inhabitants(
    tariff: Tariff, participation: Decimal | str | None, inhabitants: int | None, eligible: int
) -> int:
    """Return how many inhabitants take part, from exactly one of its two forms.

    `participation` is of the tariff's reference population, half-up to whole inhabitants.
    `eligible` are the inhabitants outside the G4 by the year's imported figures, 0 if none are:
    where they exceed the reference population, so many may take part.
    """
    if (participation is None) == (inhabitants is None):
        raise ParticipationUnclear("Give either participation or participatingInhabitants.")
    lowest = Fraction(tariff.minimum_participation, PERCENT)
    most = max(tariff.reference_population, eligible)
    if participation is not None:
        share = read_participation(participation)
        too_few, too_many = share < lowest, share > 1
        found = int(half_up(share * tariff.reference_population, 0))
    else:
        found = inhabitants or 0
        too_few, too_many = found < lowest * tariff.reference_population, found > most
    if too_few:
        raise ParticipationBelowOffer(
            f"The offer prices no participation below {tariff.minimum_participation}% of "
            f"{tariff.reference_population} inhabitants: the fewer take part, the dearer for "
            "each, and at 50% a price of 25 cents per inhabitant is impossible. "
            f"Give {tariff.minimum_participation}% to 100%."
        )
    if too_many:
        raise ParticipationAboveAll(
            f"No more than 100% can take part, which is {most} inhabitants in that year."
        )
    return found


def quote(tariff: Tariff, period: TariffPeriod, inhabitants: int, participating: int) -> Quote:
    """Return what a municipality of so many inhabitants pays a year; the amount is rounded once."""
    if inhabitants > participating:
        raise InhabitantsAboveParticipation(
            f"A municipality of {inhabitants} inhabitants cannot be one of {participating} "
            "participating inhabitants. Give fewer inhabitants or a higher participation."
        )
    price = Price(period.yearly_budget, participating)
    exact = price.exact * inhabitants
    return Quote(
        price,
        round_to(exact, tariff.rounding),
        half_up(exact, 0),
        average_price(tariff, participating),
    )


def percents(tariff: Tariff) -> list[int]:
    """Return the participations of an offer in percent: from 100 down by 5 to the lowest."""
    lowest = tariff.minimum_participation
    return [*range(PERCENT, lowest, -STEP), lowest]


def scenarios(tariff: Tariff, inhabitants: int, code: str | None = None) -> list[Scenario]:
    """Return what a municipality of so many inhabitants would pay at each participation.

    A municipality that the tariff excludes comes in beside the others: with `same_budget` its
    inhabitants are added to theirs, with `same_price` they are not. Raises `OutsideTariffsOffer`
    and `InhabitantsAboveParticipation`.
    """
    excluded = code in tariff.excluded
    if excluded and tariff.excluded_join == "refused":
        raise OutsideTariffsOffer(
            f"Tariff {tariff.version} leaves {code} out of its offer: it has an arrangement of its "
            "own with its local branch."
        )
    return [_scenario(tariff, percent, inhabitants, excluded) for percent in percents(tariff)]


def _scenario(tariff: Tariff, percent: int, inhabitants: int, excluded: bool) -> Scenario:
    share = Fraction(percent, PERCENT) * tariff.reference_population
    participating = int(half_up(share, 0))
    if excluded and tariff.excluded_join == "same_budget":
        participating += inhabitants
    return Scenario(
        percent,
        tuple(quote(tariff, period, inhabitants, participating) for period in tariff.periods),
    )
