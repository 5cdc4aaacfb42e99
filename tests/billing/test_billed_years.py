"""What a year costs, in euros, whatever was reorganised before it and in it."""

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction

from billing.contracts.coverage import Coverage, covered_inhabitants
from billing.invoices.rules.owed import Covered, Policy, owed_lines
from billing.invoices.rules.year import billed_in
from billing.tariffs.rules import Price
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.billing.test_reorganisation_chains import World, draw_moves, worlds

ENDS = date(2020, 12, 31)


@settings(max_examples=60, deadline=None)
@given(worlds(), st.data(), st.sampled_from(["whole_year", "by_days"]))
def test_after_three_reorganisations_each_inhabitant_is_billed_a_whole_year_once(
    drawn: tuple[World, bool], data: st.DataObject, part_of_year: str
) -> None:
    world, all_signed = drawn
    of_january = {2016: dict(world.inhabitants)}
    for year in (2017, 2018, 2019):
        on = date(year, data.draw(st.sampled_from([1, 7])), 1)
        if on.month == 7:
            of_january[year] = dict(world.inhabitants)
        world.reorganise(draw_moves(data, world, year), on)
        of_january.setdefault(year, dict(world.inhabitants))
    for year, counted in of_january.items():
        billed, paid, lines = bill(world, year, counted, Policy("cent", part_of_year))
        assert all(billed[code] <= count for code, count in counted.items())
        if all_signed:
            assert dict(billed) == counted
            assert abs(paid - sum(counted.values())) <= Decimal("0.005") * lines


def bill(
    world: World, year: int, counted: dict[str, int], policy: Policy
) -> tuple[Counter[str], Decimal, int]:
    """Bill every contract at a euro an inhabitant; return whom, how much, and in how many lines."""
    billed: Counter[str] = Counter()
    paid, lines = Decimal(0), 0
    for contract in world.contracts:
        covered = [
            Covered(
                row.code, row.code, covered_inhabitants(row, counted[row.code]), row.first_day,
                row.last_day,
            )
            for row in billed_in(contract.rows, year, ENDS)
        ]  # fmt: skip
        for line in owed_lines(covered, Price(1, 1), policy, year):
            assert line.exact == Fraction(line.inhabitants or 0), "the whole year"
            billed[line.beneficiary or ""] += line.inhabitants or 0
            paid, lines = paid + line.amount, lines + 1
    return billed, paid, lines


def test_a_part_of_a_year_that_a_merger_replaced_is_billed_to_its_end_or_the_contracts() -> None:
    start = date(2016, 4, 1)
    row = Coverage("GM0001", start, date(2016, 6, 30), left_because="reorganised")
    came = Coverage("GM0002", date(2016, 7, 1), ENDS, came_from="GM0001")
    [billed] = billed_in([row, came], 2016, ENDS)
    assert (billed.code, billed.first_day, billed.last_day) == ("GM0001", start, date(2016, 12, 31))
    [billed] = billed_in([row, came], 2016, date(2016, 9, 30))
    assert billed.last_day == date(2016, 9, 30)
    [after] = billed_in([row, came], 2017, ENDS)
    assert (after.code, after.first_day) == ("GM0002", date(2017, 1, 1))
