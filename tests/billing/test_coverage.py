"""Which inhabitants a contract is for: parts of a municipality sum to it, whatever the bounds."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import lcm

from billing.contracts.coverage import Coverage, covered_inhabitants, is_billed
from hypothesis import given
from hypothesis import strategies as st

FIRST, LAST = date(2016, 1, 1), date(2018, 12, 31)


def part(start: Fraction, end: Fraction) -> Coverage:
    of = lcm(start.denominator, end.denominator)
    return Coverage("GM0301", FIRST, LAST, int(start * of), int(end * of), of)


def test_a_contract_is_for_all_inhabitants_or_for_a_part_of_them() -> None:
    assert covered_inhabitants(Coverage("GM0301", FIRST, LAST), 46_997) == 46_997
    first, second = part(Fraction(0), Fraction(1, 2)), part(Fraction(1, 2), Fraction(1))
    assert [covered_inhabitants(each, 46_997) for each in (first, second)] == [23_499, 23_498]


@given(st.lists(st.fractions(0, 1), max_size=8), st.integers(1, 20_000_000))
def test_the_parts_of_a_municipality_sum_to_its_inhabitants(
    bounds: list[Fraction], inhabitants: int
) -> None:
    edges = sorted({Fraction(0), *bounds, Fraction(1)})
    parts = [part(start, end) for start, end in pairwise(edges)]
    counted = [covered_inhabitants(each, inhabitants) for each in parts]
    assert sum(counted) == inhabitants
    assert min(counted) >= 0


def test_a_year_is_billed_by_the_municipalities_of_its_first_of_january() -> None:
    old = Coverage("GM0301", FIRST, date(2017, 6, 30), left_because="reorganised")
    new = Coverage("GM0302", date(2017, 7, 1), LAST, came_from="GM0301")
    late = Coverage("GM0303", date(2017, 7, 1), LAST)
    assert [year for year in range(2015, 2020) if is_billed(old, year)] == [2016, 2017]
    assert [year for year in range(2015, 2020) if is_billed(new, year)] == [2018]
    assert [year for year in range(2015, 2020) if is_billed(late, year)] == [2017, 2018]
