"""Who may sign for whom, and for which years.

Where a tariff prices years whole, a contract that starts or ends within a year owes that whole
year, and a municipality is under one contract only in any calendar year: two successive contracts
would otherwise charge a year twice. Where it prices by days, no day is under two contracts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shared.events.vocabulary import ContractEndReason
from shared.refusals import BadInput, Refusal

from billing.contracts.coverage import Coverage
from billing.municipalities.rules import named
from billing.tariffs.rules import Tariff

PAYER = r"^(GM\d{4}|VNG|KING|REG-[A-Z0-9-]{1,20})$"
MUNICIPAL = "GM"  # how the code of a payer begins that is a municipality


class StartsBeforeSigned(BadInput):
    """The contract would start before it was signed."""


class EndsBeforeStart(BadInput):
    """The contract would end before it starts."""


class SignedInFuture(BadInput):
    """The day of signature is in the future."""


class OutsideTariff(BadInput):
    """The contract covers years that the tariff does not price."""


class BreakDateOutsideTerm(BadInput):
    """A break date is no day of the contract, or its last one."""


class BeneficiaryTwice(BadInput):
    """A contract names a municipality more than once."""


class PayerNotBeneficiary(BadInput):
    """A municipality pays for others but not for itself."""


class UnknownTariff(BadInput):
    """No tariff has this version."""


class UnknownMunicipality(Refusal):
    """A municipality was never imported."""


class MunicipalityAbolished(Refusal):
    """Others are in the municipality's place by then."""


class EndedAlready(Refusal):
    """The contract, or a beneficiary's part in it, ends on another day already."""


class OutsideTerm(BadInput):
    """The day is not within the contract, or it is its last one."""


class NotBreakDate(Refusal):
    """A contract is broken off at the end of one of its break dates only."""


class ReorganisedSince(Refusal):
    """The contract followed a reorganisation after that day."""


class NotUnderContract(Refusal):
    """The municipality is not under the contract on that day."""


class PayerCannotLeave(Refusal):
    """A municipality that pays for others leaves the contract."""


class OutsideOffer(Refusal):
    """A beneficiary is one that the tariff leaves out of its offer."""


class SignedTwice(Refusal):
    """A municipality's inhabitants are already under contract in the period."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a contract: `first_day` and `last_day` are both included."""

    payer: str
    beneficiaries: Sequence[str]
    signed_on: date
    first_day: date
    last_day: date
    break_dates: Sequence[date] = field(default=())

    @property
    def years(self) -> range:
        """Return the calendar years that the contract touches."""
        return range(self.first_day.year, self.last_day.year + 1)


@dataclass(frozen=True, slots=True)
class Standing:
    """A contract as it stands: its days, its payer, and what it is and was for."""

    payer: str
    first_day: date
    last_day: date
    ended_on: date | None
    break_dates: Sequence[date]
    coverages: Sequence[Coverage]

    def in_force_after(self, day: date) -> list[Coverage]:
        """Return what the contract is for on a later day."""
        return [each for each in self.coverages if each.last_day > day]


def check_terms(terms: Terms, tariff: Tariff, today: date) -> None:
    """Refuse terms that contradict each other or the tariff."""
    _check_days(terms, today)
    if terms.years[0] < tariff.first_year or terms.years[-1] > tariff.last_year:
        raise OutsideTariff(
            f"Tariff {tariff.version} prices {tariff.first_year} to {tariff.last_year}. "
            "Give a period within these years."
        )
    twice = [code for code, times in Counter(terms.beneficiaries).items() if times > 1]
    if twice:
        raise BeneficiaryTwice(f"Name each beneficiary once: {named(twice)}.")
    if terms.payer.startswith(MUNICIPAL) and terms.payer not in terms.beneficiaries:
        raise PayerNotBeneficiary(
            f"{terms.payer} pays but is no beneficiary. A municipality pays for itself, alone or "
            "with others; VNG, KING and regions pay for others."
        )


def check_beneficiaries(
    terms: Terms,
    tariff: Tariff,
    abolished: Mapping[str, date | None],
    commitments: Iterable[Coverage],
) -> None:
    """Refuse municipalities that are unknown, abolished, outside the offer or under contract.

    `abolished` has each known beneficiary, with the day from which others are in its place;
    `commitments` are what the beneficiaries' other contracts are for.
    """
    unknown = [code for code in terms.beneficiaries if code not in abolished]
    if unknown:
        raise UnknownMunicipality(f"Import {named(unknown)} first: there are no figures.")
    for code in terms.beneficiaries:
        day = abolished[code]
        if day and terms.last_day >= day:
            raise MunicipalityAbolished(
                f"{code} is no municipality any more from {day}. Name those in its place."
            )
    outside = sorted(set(terms.beneficiaries) & tariff.excluded)
    if outside and tariff.excluded_join == "refused":
        raise OutsideOffer(
            f"{named(outside)}: outside the offer of tariff {tariff.version}, as the four big "
            "cities are, which have an arrangement of their own with their local branch."
        )
    for signed in sorted(commitments, key=lambda each: (each.code, each.first_day)):
        if _meet(terms, signed, tariff):
            raise SignedTwice(
                f"{signed.code} is already under contract from {signed.first_day} until "
                f"{signed.last_day}. {_ADVICE[tariff.part_of_year]}"
            )


_ADVICE = {
    "whole_year": "A year is priced whole: choose a period in other years.",
    "by_days": "Choose a period of other days.",
}


def _check_days(terms: Terms, today: date) -> None:
    if terms.signed_on > today:
        raise SignedInFuture(f"signedOn {terms.signed_on} is after today, {today}.")
    if terms.first_day < terms.signed_on:
        raise StartsBeforeSigned(
            f"from {terms.first_day} is before signedOn {terms.signed_on}. "
            "A contract starts on the day it is signed or later."
        )
    if terms.last_day < terms.first_day:
        raise EndsBeforeStart(f"until {terms.last_day} is before from {terms.first_day}.")
    for day in terms.break_dates:
        if not terms.first_day <= day < terms.last_day:
            raise BreakDateOutsideTerm(
                f"{day} is no break date: choose days from {terms.first_day} until the day "
                f"before {terms.last_day}."
            )


def _meet(terms: Terms, signed: Coverage, tariff: Tariff) -> bool:
    """Tell whether a contract for all inhabitants and another share a day that both would owe."""
    if tariff.part_of_year == "by_days":
        return signed.first_day <= terms.last_day and signed.last_day >= terms.first_day
    return signed.first_day.year <= terms.years[-1] and signed.last_day.year >= terms.years[0]


def check_end(standing: Standing, on: date, reason: ContractEndReason) -> None:
    """Refuse an end that the contract does not allow; `on` is the last day in force."""
    if standing.ended_on:
        raise EndedAlready(f"The contract ends on {standing.ended_on} already.")
    _check_within(standing, on)
    if reason == "break" and on not in standing.break_dates:
        days = ", ".join(map(str, standing.break_dates)) or "none"
        raise NotBreakDate(f"{on} is no break date of the contract; its break dates: {days}.")


def check_opt_out(standing: Standing, code: str, on: date) -> None:
    """Refuse that a beneficiary leaves where the contract does not allow it."""
    _check_within(standing, on)
    own = [each for each in standing.coverages if each.code == code]
    there = [each for each in own if each.first_day <= on <= each.last_day]
    if not there:
        raise NotUnderContract(f"{code} is not under the contract on {on}.")
    leaving = next((each.last_day for each in there if each.left_because), None)
    if leaving:
        raise EndedAlready(f"{code} leaves the contract on {leaving} already.")
    if code == standing.payer and {each.code for each in standing.in_force_after(on)} != {code}:
        raise PayerCannotLeave(
            f"{code} pays for others under this contract. They leave before it, or the contract "
            "is ended as a whole."
        )


def _check_within(standing: Standing, on: date) -> None:
    if not standing.first_day <= on < standing.last_day:
        raise OutsideTerm(
            f"The contract is from {standing.first_day} until {standing.last_day}. "
            "Give a day before its last."
        )
    moved = max((each.first_day for each in standing.coverages if each.came_from), default=on)
    if moved > on:
        raise ReorganisedSince(
            f"The contract followed a reorganisation on {moved}. Give a day from then on."
        )
