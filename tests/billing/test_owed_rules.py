"""What a contract owes, whatever it covers: lines sum to totals, corrections to what is right."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from billing.invoices.rules.documents import billed_lines, kept_line, line_as_kept
from billing.invoices.rules.owed import (
    Covered,
    Line,
    Policy,
    days_of,
    difference,
    largest_remainder,
    owed_lines,
)
from billing.money import half_up
from billing.tariffs.rules import Price
from hypothesis import given
from hypothesis import strategies as st

YEAR = 2016
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
WHOLE, BY_DAYS = Policy("cent", "whole_year"), Policy("cent", "by_days")
roundings = st.sampled_from(["cent", "euro"])
policies = st.builds(Policy, roundings, st.sampled_from(["whole_year", "by_days"]))
inhabitants = st.integers(1, 900_000)
participations = st.lists(inhabitants, min_size=1, max_size=40)
budgets = st.integers(1, 9_000_000)
days = st.tuples(st.integers(0, 365), st.integers(0, 365)).map(sorted)


def covered(place: int, people: int, from_day: int = 0, until_day: int = 365) -> Covered:
    return Covered(
        f"GM{place:04d}", "Dorp", people, FIRST + timedelta(from_day), FIRST + timedelta(until_day)
    )


def all_year(people: Sequence[int]) -> list[Covered]:
    return [covered(place, each) for place, each in enumerate(people)]


def total(lines: Sequence[Line]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


def as_kept(lines: Sequence[Line]) -> list[Line]:
    """Return lines as they are read from a document again."""
    return [kept_line(line_as_kept(line)) for line in lines]


@st.composite
def joins_and_leaves(draw: st.DrawFn) -> list[Covered]:
    """Municipalities of which each is covered for some days of the year."""
    found = []
    for place, people in enumerate(draw(participations)):
        start, end = draw(days)
        found.append(covered(place, people, start, end))
    return found


@given(participations, budgets, roundings)
def test_the_lines_of_one_payer_sum_to_the_rounded_total(
    people: list[int], budget: int, rounding: str
) -> None:
    price = Price(budget, sum(people) + 7)
    lines = owed_lines(all_year(people), price, Policy(rounding, "whole_year"), YEAR)
    exact = price.exact * sum(people)
    assert total(lines) == half_up(exact, 2 if rounding == "cent" else 0)
    unit = Decimal("0.01") if rounding == "cent" else Decimal(1)
    for line in lines:
        assert line.exact is not None
        assert abs(Fraction(line.amount) - line.exact) < unit
        assert not line.amount % unit


@given(participations, budgets)
def test_one_payer_for_all_pays_the_budget_itself(people: list[int], budget: int) -> None:
    assert total(owed_lines(all_year(people), Price(budget, sum(people)), WHOLE, YEAR)) == budget


@given(participations, budgets, policies)
def test_payers_for_themselves_pay_the_budget_within_half_a_unit_each(
    people: list[int], budget: int, policy: Policy
) -> None:
    price = Price(budget, sum(people))
    paid = sum(total(owed_lines([each], price, policy, YEAR)) for each in all_year(people))
    unit = Decimal("0.01") if policy.rounding == "cent" else Decimal(1)
    assert abs(paid - budget) <= unit / 2 * len(people)


@given(
    inhabitants,
    budgets,
    st.sets(st.integers(1, 365), max_size=5),
    st.sampled_from(["cent", "euro"]),
)
def test_the_parts_of_a_year_sum_to_the_year_under_any_contracts(
    people: int, budget: int, changes: set[int], rounding: str
) -> None:
    policy, price = Policy(rounding, "by_days"), Price(budget, 1_000_003)
    starts = [0, *sorted(changes)]
    ends = [start - 1 for start in starts[1:]] + [365]
    parts = [covered(1, people, *each) for each in zip(starts, ends, strict=True)]
    whole = total(owed_lines([covered(1, people)], price, policy, YEAR))
    under_many = [total(owed_lines([part, covered(2, 77)], price, policy, YEAR)) for part in parts]
    other = total(owed_lines([covered(2, 77)], price, policy, YEAR))
    assert sum(under_many) - len(parts) * other == whole
    assert total(owed_lines(parts, price, policy, YEAR)) == whole


@given(joins_and_leaves(), budgets)
def test_whoever_is_in_for_a_day_of_the_year_owes_it_whole_by_that_policy(
    some: list[Covered], budget: int
) -> None:
    price = Price(budget, 2_000_003)
    people = [each.inhabitants for each in some]
    assert total(owed_lines(some, price, WHOLE, YEAR)) == total(
        owed_lines(all_year(people), price, WHOLE, YEAR)
    )


@given(joins_and_leaves(), joins_and_leaves(), budgets, policies)
def test_credit_and_invoice_are_the_correction_and_after_it_nothing_is_owed(
    before: list[Covered], after: list[Covered], budget: int, policy: Policy
) -> None:
    price = Price(budget, 3_000_017)
    invoiced = as_kept(owed_lines(before, price, policy, YEAR))
    billed = billed_lines([("invoice", invoiced)])
    owed = owed_lines(after, price, policy, YEAR, billed)
    change = difference(owed, billed)
    assert all(line.amount > 0 for line in (*change.more, *change.less))
    assert total(change.more) - total(change.less) == total(owed) - total(invoiced)
    documents = [("invoice", invoiced), ("invoice", as_kept(change.more))]
    billed = billed_lines([*documents, ("credit_note", as_kept(change.less))])  # type: ignore[list-item]
    again = difference(owed_lines(after, price, policy, YEAR, billed), billed)
    assert (again.more, again.less) == ([], [])


@given(participations, inhabitants, budgets, policies)
def test_the_correction_of_one_moves_no_cent_of_the_others(
    people: list[int], corrected: int, budget: int, policy: Policy
) -> None:
    price = Price(budget, sum(people))
    billed = billed_lines([("invoice", as_kept(owed_lines(all_year(people), price, policy, YEAR)))])
    owed = owed_lines(all_year([corrected, *people[1:]]), price, policy, YEAR, billed)
    change = difference(owed, billed)
    assert {line.beneficiary for line in (*change.more, *change.less)} <= {"GM0000"}
    for line in (*change.more, *change.less):
        assert (line.before_inhabitants, line.inhabitants) == (people[0], corrected)


@given(st.lists(st.fractions(0, 10**6, max_denominator=10**4), min_size=1, max_size=50))
def test_a_largest_remainder_moves_none_by_a_whole_unit(exact: list[Fraction]) -> None:
    rounded = largest_remainder(exact)
    assert sum(rounded) == half_up(sum(exact, Fraction(0)), 0)
    assert all(abs(whole - each) < 1 for whole, each in zip(rounded, exact, strict=True))


def test_equal_remainders_are_rounded_up_in_the_order_of_the_codes() -> None:
    third = Fraction(1, 3)
    assert largest_remainder([third, third, third]) == [1, 0, 0]


def test_a_leap_year_has_366_days_and_its_parts_are_counted_so() -> None:
    assert (days_of(2016), days_of(2017)) == (366, 365)
    [line] = owed_lines([covered(1, 366_000, 0, 30)], Price(1, 1000), BY_DAYS, YEAR)
    assert (line.days, line.of_days, line.amount) == (31, 366, Decimal("31.00"))
