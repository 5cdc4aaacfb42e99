"""The real reorganisations of 2016 to 2019, over contracts of every municipality of 2015."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from billing.contracts.coverage import Coverage, covered_inhabitants
from billing.reorganisations.rules.moves import check_moves

from tests.billing.real_reorganisations import (
    COUNTED,
    LITTENSERADIEL,
    WHOLE,
    WINSUM,
    moves_of,
)
from tests.billing.reorganising import Contract, World, check_covered

FACTS = Path(__file__).resolve().parents[3] / "shared/facts"
FIRST, LAST = date(2015, 1, 1), date(2019, 12, 31)
YEARS = range(2016, 2020)


def facts(name: str) -> dict[str, int]:
    """Return inhabitants by code from a fact file, which is read where it is."""
    file = FACTS / name
    if not file.is_file():
        pytest.skip(f"{name} is not here: the facts of CBS are read where they are")
    rows = csv.DictReader(file.read_text("utf-8").splitlines())
    return {row["code"]: int(row["inhabitants"]) for row in rows}


def played(contracts: list[Contract]) -> World:
    world = World(facts("municipalities_2015_boundaries_pop2014.csv"), contracts)
    assert len(world.inhabitants) == COUNTED[2015]
    for year in YEARS:
        check_moves(moves_of(year))
        world.reorganise(moves_of(year), date(year, 1, 1))
        check_covered(world, date(year, 1, 1), all_signed=True)
        assert len(world.inhabitants) == COUNTED[year]
    return world


def test_the_codes_are_those_of_cbs_before_and_after() -> None:
    now = set(facts("municipalities_2022.csv"))
    of_2016 = set(facts("municipalities_2016.csv"))
    for year in YEARS:
        assert set(WHOLE[year]) <= now, "who went on or began is there in 2022"
        gone = {move.from_code for move in moves_of(year)} - set(WHOLE[year])
        assert not gone & now
        assert year == 2016 or gone <= of_2016
    assert {"GM1942", "GM0385"} <= of_2016


def test_the_vng_goes_on_paying_for_every_inhabitant_once() -> None:
    everybody = facts("municipalities_2015_boundaries_pop2014.csv")
    contract = Contract([(FIRST, "VNG")], [Coverage(code, FIRST, LAST) for code in everybody])
    world = played([contract])
    assert world.contracts == [contract]
    assert {payer for _, payer in contract.payers} == {"VNG"}
    covered: Counter[str] = Counter()
    for row in world.rows_on(date(2019, 1, 1)):
        covered[row.code] += covered_inhabitants(row, world.inhabitants[row.code])
    assert covered == world.inhabitants


def test_each_municipality_that_pays_for_itself_is_followed_and_two_are_divided() -> None:
    everybody = facts("municipalities_2015_boundaries_pop2014.csv")
    own = {code: Contract([(FIRST, code)], [Coverage(code, FIRST, LAST)]) for code in everybody}
    world = played(list(own.values()))
    new = world.contracts[len(own) :]
    assert [each.payers[0][1] for each in new] == ["GM0080", "GM1949", "GM1969"]
    assert own[LITTENSERADIEL].payers[-1][1] == "GM1900"
    assert own[WINSUM].payers[-1][1] == "GM1966"
    assert [payer for _, payer in own["GM0478"].payers] == ["GM0478", "GM0385"]
    in_force = [row for row in world.rows_on(date(2019, 1, 1)) if row.code == "GM1942"]
    assert sorted(row.came_from or "" for row in in_force) == ["GM0381", "GM0424", "GM0425"]
