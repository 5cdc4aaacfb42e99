"""Any chain of reorganisations over any contracts: each inhabitant is covered once."""

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from billing.contracts.coverage import Coverage, covered_inhabitants, is_billed
from billing.reorganisations.rules.moves import Move, check_moves
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.billing.reorganising import Contract, World, check_covered

YEARS = range(2016, 2021)
CODES = [f"GM000{place}" for place in range(1, 6)]
PAYERS = ["self", "VNG", "REG-A", "nobody"]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[World, bool]:
    """Return a world, and whether all are under contract."""
    signed = {code: draw(st.sampled_from(PAYERS)) for code in CODES}
    contracts = []
    for payer in {*signed.values()} - {"nobody"}:
        codes = [code for code in CODES if signed[code] == payer]
        together = [[code] for code in codes] if payer == "self" else [codes]
        contracts += [
            Contract(
                [(date(2016, 1, 1), one[0] if payer == "self" else payer)],
                [Coverage(code, date(2016, 1, 1), date(2020, 12, 31)) for code in one],
            )
            for one in together
        ]
    counted = draw(st.lists(st.integers(100, 99_999), min_size=5, max_size=5))
    world = World(dict(zip(CODES, counted, strict=True)), contracts)
    return world, "nobody" not in signed.values()


def draw_moves(data: st.DataObject, world: World, year: int) -> list[Move]:
    """Draw a complete reorganisation of some municipalities, n to m."""
    here = sorted(world.inhabitants)
    starts = data.draw(st.lists(st.sampled_from(here), min_size=1, max_size=3, unique=True))
    going_on = data.draw(st.lists(st.sampled_from(starts), max_size=len(starts), unique=True))
    new = [f"GM{year % 10}00{place}" for place in range(data.draw(st.integers(1, 2)))]
    moves = []
    for start in starts:
        others = data.draw(st.lists(st.sampled_from([*going_on, *new]), min_size=1, unique=True))
        targets = {*others, start} if start in going_on else set(others)
        weights = {target: data.draw(st.integers(1, 9)) for target in sorted(targets)}
        total = sum(weights.values())
        moves += [Move(start, target, Fraction(w, total)) for target, w in weights.items()]
    return moves


@settings(max_examples=150, deadline=None)
@given(worlds(), st.data())
def test_each_inhabitant_is_covered_once_whatever_is_reorganised(
    drawn: tuple[World, bool], data: st.DataObject
) -> None:
    world, all_signed = drawn
    for year in (2017, 2018, 2019):
        mid_year = data.draw(st.booleans())
        on = date(year, 7, 1) if mid_year else date(year, 1, 1)
        world.reorganise(draw_moves(data, world, year), on)
        check_covered(world, on, all_signed)
    for contract in world.contracts:
        assert len(contract.told) == len(set(contract.told)), "a transfer is told once"
        assert contract.payers == sorted(contract.payers)


@settings(max_examples=60, deadline=None)
@given(worlds(), st.data())
def test_three_mergers_bill_each_inhabitant_once_a_year(
    drawn: tuple[World, bool], data: st.DataObject
) -> None:
    world, all_signed = drawn
    counted: dict[int, dict[str, int]] = {2016: dict(world.inhabitants)}
    everybody = sorted(world.inhabitants)
    for year, merged in zip((2017, 2018, 2019), pairwise(everybody), strict=False):
        on = date(year, data.draw(st.sampled_from([1, 7])), 1)
        here = sorted(world.inhabitants)
        starts = {here[0], merged[1]} & set(here)
        moves = [Move(code, f"GM900{year % 10}", Fraction(1)) for code in sorted(starts)]
        check_moves(moves)
        if on.month != 1:
            counted[year] = dict(world.inhabitants)
        world.reorganise(moves, on)
        counted.setdefault(year, dict(world.inhabitants))
    counted[2020] = dict(world.inhabitants)
    for year in YEARS:
        billed: Counter[str] = Counter()
        for row in (row for contract in world.contracts for row in contract.rows):
            if is_billed(row, year):
                billed[row.code] += covered_inhabitants(row, counted[year].get(row.code, 0))
        assert all(billed[code] <= count for code, count in counted[year].items())
        assert not all_signed or dict(billed) == counted[year]


def test_the_year_of_a_merger_in_summer_is_billed_by_the_old_municipalities() -> None:
    first, last, on = date(2016, 1, 1), date(2019, 12, 31), date(2018, 7, 1)
    rows = [Coverage(code, first, last) for code in ("GM0001", "GM0002")]
    world = World({"GM0001": 30_000, "GM0002": 10_000}, [Contract([(first, "VNG")], rows)])
    world.reorganise([Move(code, "GM0003", Fraction(1)) for code in ("GM0001", "GM0002")], on)
    (contract,) = world.contracts
    by_year: dict[int, Any] = {
        year: sorted(row.code for row in contract.rows if is_billed(row, year))
        for year in (2017, 2018, 2019)
    }
    assert by_year == {
        2017: ["GM0001", "GM0002"],
        2018: ["GM0001", "GM0002"],
        2019: ["GM0003", "GM0003"],
    }
    assert replace(contract.rows[0], last_day=last, left_because=None) == rows[0]
