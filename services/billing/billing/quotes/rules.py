"""What a municipality would pay in a year, at a given participation."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from shared.refusals import BadInput

from billing.money import half_up, round_to
from billing.tariffs.rules import Price, Tariff, TariffPeriod, average_price

PERCENT = 100
_PARTICIPATION = re.compile(r"(?P<number>\d{1,3}(\.\d{1,30})?)(?P<percent>%?)", re.ASCII)


class ParticipationUnclear(BadInput):
    """Participation is given twice, not at all, or not as a number."""


class ParticipationBelowOffer(BadInput):
    """Fewer take part than the offer prices."""


class ParticipationAboveAll(BadInput):
    """More take part than there are."""


class InhabitantsAboveParticipation(BadInput):
    """The municipality has more inhabitants than all participants together."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The price, the year's amount in the tariff's unit and in euros, and the average printed."""

    price: Price
    amount: Decimal
    whole_euros: Decimal
    average_printed: Decimal


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
