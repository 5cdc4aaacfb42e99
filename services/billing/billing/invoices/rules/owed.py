"""What a contract owes of a settled year, line by line, and how that differs from what was billed.

A line is a municipality's covered inhabitants times the exact price of one of them. Of a tariff by
days the line of a part of the year is the difference of two roundings, of the days up to its end
and of those before it: the parts of a year always sum to the year.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from billing.money import half_up
from billing.tariffs.rules import Price

CENTS_OF_UNIT = {"cent": 1, "euro": 100}


@dataclass(frozen=True, slots=True)
class Policy:
    """How a tariff bills: in `cent` or `euro`; a part of a year as `whole_year` or `by_days`."""

    rounding: str
    part_of_year: str


@dataclass(frozen=True, slots=True)
class Covered:
    """So many inhabitants of a municipality are under the contract on these days of the year."""

    code: str
    name: str
    inhabitants: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document; `amount` and `exact` (before rounding) are in euros, without VAT.

    `first_day` to `last_day` are `days` of the year's `of_days`; None where the whole year is
    owed. A correction says what was counted before.
    """

    amount: Decimal
    name: str
    beneficiary: str | None = None
    inhabitants: int | None = None
    course: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    days: int | None = None
    of_days: int | None = None
    exact: Fraction | None = None
    before_inhabitants: int | None = None
    before_days: int | None = None

    @property
    def key(self) -> tuple[str | None, date | None]:
        """Return what makes it the same line in another document of the year."""
        return self.beneficiary, self.first_day


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines that are owed more and less than they were billed; all amounts are positive."""

    more: list[Line]
    less: list[Line]


def owed_lines(
    covered: Iterable[Covered], price: Price, policy: Policy, year: int,
    billed: Mapping[tuple[str | None, date | None], Line] | None = None,
) -> list[Line]:  # fmt: skip
    """Return a year's lines in order of code; `billed` are those of documents issued before.

    The first time the amounts of whole years sum to the rounded total, by largest remainder.
    Afterwards a line that is as it was billed keeps its amount, and another is rounded by itself:
    the correction of one municipality moves no cent of the others. By days each is rounded by
    itself from the start, so that the parts of a municipality's year sum to it under any contracts.
    """
    before = billed or {}
    lines = [_exact_line(one, price, policy, year) for one in _together(covered, policy)]
    exact = [price.exact * (line.inhabitants or 0) / _unit(policy) for line in lines]
    together = not before and policy.part_of_year == "whole_year"
    rounded = largest_remainder(exact) if together else [int(half_up(each, 0)) for each in exact]
    return [
        _kept(line, before.get(line.key)) or replace(line, amount=_part(line, units, policy, year))
        for line, units in zip(lines, rounded, strict=True)
    ]


def largest_remainder(exact: Sequence[Fraction]) -> list[int]:
    """Round numbers of at least 0 so that they sum to their rounded sum (half up).

    Those with the largest remainders are rounded up, the first of equal ones before the others.
    """
    whole = [int(number) for number in exact]
    missing = int(half_up(sum(exact, Fraction(0)), 0)) - sum(whole)
    by_remainder = sorted(range(len(exact)), key=lambda n: (whole[n] - exact[n], n))
    for n in by_remainder[:missing]:
        whole[n] += 1
    return whole


def difference(
    owed: Iterable[Line], billed: Mapping[tuple[str | None, date | None], Line]
) -> Difference:
    """Return what is owed more and less than was billed, line by line."""
    more: list[Line] = []
    less: list[Line] = []
    owing = {line.key: line for line in owed}
    for key in sorted({*owing, *billed}, key=str):
        before = billed.get(key)
        now = owing.get(key) or replace(billed[key], amount=Decimal(0), inhabitants=0, days=None)
        amount = now.amount - (before.amount if before else 0)
        if amount:
            line = replace(
                now, amount=abs(amount),
                before_inhabitants=before.inhabitants if before else None,
                before_days=before.days if before else None,
            )  # fmt: skip
            (more if amount > 0 else less).append(line)
    return Difference(more, less)


def _together(covered: Iterable[Covered], policy: Policy) -> list[Covered]:
    """Put the parts of one municipality together; by days, only those of the same days."""
    found: dict[tuple[str, date | None], list[Covered]] = defaultdict(list)
    for one in covered:
        by_days = policy.part_of_year == "by_days"
        found[one.code, one.first_day if by_days else None].append(one)
    return [
        replace(
            parts[0],
            inhabitants=sum(part.inhabitants for part in parts),
            last_day=max(part.last_day for part in parts),
        )
        for _, parts in sorted(found.items(), key=lambda item: str(item[0]))
    ]


def _exact_line(one: Covered, price: Price, policy: Policy, year: int) -> Line:
    whole = Line(
        amount=Decimal(0), name=one.name, beneficiary=one.code, inhabitants=one.inhabitants,
        exact=price.exact * one.inhabitants,
    )  # fmt: skip
    of_days = days_of(year)
    days = (one.last_day - one.first_day).days + 1
    if policy.part_of_year == "whole_year":
        return whole
    return replace(
        whole, first_day=one.first_day, last_day=one.last_day, days=days, of_days=of_days,
        exact=price.exact * one.inhabitants * days / of_days,
    )  # fmt: skip


def days_of(year: int) -> int:
    """Return the number of days of a year."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _unit(policy: Policy) -> Fraction:
    """Return what amounts are rounded to, in euros."""
    return Fraction(CENTS_OF_UNIT[policy.rounding], 100)


def _part(line: Line, units: int, policy: Policy, year: int) -> Decimal:
    """Return the amount of a line's days of a year that is so many units."""
    if line.first_day and line.last_day:
        start = date(year, 1, 1)
        until = Fraction(units * ((line.last_day - start).days + 1), days_of(year))
        before = Fraction(units * (line.first_day - start).days, days_of(year))
        units = int(half_up(until, 0)) - int(half_up(before, 0))
    return Decimal(units * CENTS_OF_UNIT[policy.rounding]).scaleb(-2)


def _kept(line: Line, before: Line | None) -> Line | None:
    """Return the line with its billed amount if it is as it was billed."""
    if before and (before.inhabitants, before.days) == (line.inhabitants, line.days):
        return replace(line, amount=before.amount)
    return None
