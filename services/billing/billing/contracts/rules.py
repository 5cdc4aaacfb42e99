"""Who may sign for whom, and for which years.

The price is per inhabitant and year; the offer prices no part of a year. So a contract that starts
or ends within a year owes that whole year, and a municipality is under one contract only in any
calendar year: two successive contracts would otherwise charge a year twice.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shared.refusals import BadInput, Refusal

from billing.municipalities.rules import named
from billing.tariffs.rules import Tariff

NATIONAL_PAYERS = frozenset({"VNG", "KING"})


class StartsBeforeSigned(BadInput):
    """The contract would start before it was signed."""


class EndsBeforeStart(BadInput):
    """The contract would end before it starts."""


class SignedInFuture(BadInput):
    """The day of signature is in the future."""


class OutsideTariff(BadInput):
    """The contract covers years that the tariff does not price."""


class BeneficiaryTwice(BadInput):
    """A contract names a municipality more than once."""


class PayerNotBeneficiary(BadInput):
    """A municipality pays for others but not for itself."""


class UnknownTariff(BadInput):
    """No tariff has this version."""


class UnknownMunicipality(Refusal):
    """A beneficiary was never imported."""


class OutsideOffer(Refusal):
    """A beneficiary is one of the G4, which have an arrangement of their own."""


class SignedTwice(Refusal):
    """A municipality is already under contract in a year of the period."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a contract: `first_day` and `last_day` are both included."""

    payer: str
    beneficiaries: Sequence[str]
    signed_on: date
    first_day: date
    last_day: date

    @property
    def years(self) -> range:
        """Return the calendar years that the contract touches, each of which it owes whole."""
        return range(self.first_day.year, self.last_day.year + 1)


@dataclass(frozen=True, slots=True)
class Commitment:
    """A beneficiary of an existing contract and the contract's first and last day."""

    beneficiary: str
    first_day: date
    last_day: date


def check_terms(terms: Terms, tariff: Tariff, today: date) -> None:
    """Refuse terms that contradict each other or the tariff."""
    if terms.signed_on > today:
        raise SignedInFuture(f"signedOn {terms.signed_on} is after today, {today}.")
    if terms.first_day < terms.signed_on:
        raise StartsBeforeSigned(
            f"from {terms.first_day} is before signedOn {terms.signed_on}. "
            "A contract starts on the day it is signed or later."
        )
    if terms.last_day < terms.first_day:
        raise EndsBeforeStart(f"until {terms.last_day} is before from {terms.first_day}.")
    if terms.years[0] < tariff.first_year or terms.years[-1] > tariff.last_year:
        raise OutsideTariff(
            f"Tariff {tariff.version} prices {tariff.first_year} to {tariff.last_year}. "
            "Give a period within these years."
        )
    twice = [code for code, times in Counter(terms.beneficiaries).items() if times > 1]
    if twice:
        raise BeneficiaryTwice(f"Name each beneficiary once: {named(twice)}.")
    if terms.payer not in NATIONAL_PAYERS and terms.payer not in terms.beneficiaries:
        raise PayerNotBeneficiary(
            f"{terms.payer} pays but is no beneficiary. A municipality pays for itself, alone or "
            "with others; VNG and KING pay for others."
        )


def check_beneficiaries(
    terms: Terms, excluded: dict[str, bool], commitments: Iterable[Commitment]
) -> None:
    """Refuse municipalities that are unknown, of the G4, or under contract in the same year.

    `excluded` says for each known beneficiary whether it is one of the G4; `commitments` are
    those of the beneficiaries' other contracts.
    """
    unknown = [code for code in terms.beneficiaries if code not in excluded]
    if unknown:
        raise UnknownMunicipality(f"Import {named(unknown)} first: there are no figures.")
    outside = [code for code in terms.beneficiaries if excluded[code]]
    if outside:
        raise OutsideOffer(
            f"{named(outside)}: the four big cities are outside the offer and have an "
            "arrangement of their own with their local branch."
        )
    for signed in sorted(commitments, key=lambda each: (each.beneficiary, each.first_day)):
        if signed.first_day.year <= terms.years[-1] and signed.last_day.year >= terms.years[0]:
            raise SignedTwice(
                f"{signed.beneficiary} is already under contract from {signed.first_day} until "
                f"{signed.last_day}. A year is priced whole: choose a period in other years."
            )
