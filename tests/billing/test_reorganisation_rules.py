"""Reorganisations: who moves where, and how contracts follow, exactly."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from billing.contracts.coverage import Coverage
from billing.contracts.rules import MunicipalityAbolished, UnknownMunicipality
from billing.reorganisations.rules.follow import Followed, Held, ended, follow
from billing.reorganisations.rules.intervals import passages
from billing.reorganisations.rules.moves import (
    InflowUnnamed,
    Known,
    Move,
    MoveTwice,
    MunicipalityKnown,
    NewMunicipalityUnused,
    NothingMoves,
    ReorganisedAlready,
    SharesIncomplete,
    SuccessorUnderContract,
    YearSettledAlready,
    check_moves,
    check_municipalities,
    check_unsettled,
    first_year_billed,
    weighed_on,
)
from shared.refusals import Refusal

ON, BEFORE = date(2018, 1, 1), date(2017, 12, 31)
FIRST, LAST = date(2016, 1, 1), date(2019, 12, 31)
WHOLE = Fraction(1)
MERGED = [Move("GM0001", "GM0003", WHOLE), Move("GM0002", "GM0003", WHOLE)]
SPLIT = [Move("GM0001", "GM0002", Fraction(1, 4)), Move("GM0001", "GM0003", Fraction(3, 4))]
FIGURES = {"GM0001": 30_000, "GM0002": 10_000, "GM0363": 800_000}
HERE = Known(existed=True)


def covering(*codes: str) -> list[Coverage]:
    return [Coverage(code, FIRST, LAST) for code in codes]


def followed(payer: str, rows: list[Coverage], moves: list[Move], on: date = ON) -> Followed:
    found = follow(Held(payer, rows), passages(moves, FIGURES), on)
    assert found is not None
    return found


def part(coverage: Coverage) -> tuple[str, Fraction, Fraction, str | None]:
    return (coverage.code, *coverage.interval, coverage.came_from)


def test_a_payer_for_many_stays_and_what_it_pays_for_moves() -> None:
    found = followed("VNG", covering("GM0001", "GM0002", "GM0009"), MERGED)
    assert (found.payer, found.divided) == ("VNG", {})
    assert [part(each) for each in found.begun] == [
        ("GM0003", Fraction(0), Fraction(3, 4), "GM0001"),
        ("GM0003", Fraction(3, 4), WHOLE, "GM0002"),
    ]
    assert [old.code for old in found.replaced] == ["GM0001", "GM0002"]
    assert {(each.first_day, each.last_day) for each in found.begun} == {(ON, LAST)}
    assert found.moves == MERGED


def test_a_merged_municipality_is_followed_by_its_successor_as_the_payer() -> None:
    found = followed("GM0002", covering("GM0002"), MERGED)
    assert (found.payer, found.divided) == ("GM0003", {})
    assert [part(each)[1:3] for each in found.begun] == [(Fraction(3, 4), WHOLE)]


def test_a_divided_municipality_goes_on_in_the_largest_and_each_other_has_its_own() -> None:
    found = followed("GM0001", covering("GM0001"), SPLIT)
    assert found.payer == "GM0003"
    assert [each.code for each in found.begun] == ["GM0003"]
    assert {payer: [part(each)[0] for each in rows] for payer, rows in found.divided.items()} == {
        "GM0002": ["GM0002"]
    }
    assert [found.payer_after(move) for move in found.moves] == ["GM0002", "GM0003"]


def test_who_gives_a_part_away_and_goes_on_pays_for_the_rest() -> None:
    moves = [Move("GM0001", "GM0001", Fraction(1, 4)), Move("GM0001", "GM0003", Fraction(3, 4))]
    found = followed("GM0001", covering("GM0001"), moves)
    assert (found.payer, list(found.divided)) == ("GM0001", ["GM0003"])


def test_a_municipality_that_pays_for_others_too_is_followed_by_one_payer() -> None:
    found = followed("GM0001", covering("GM0001", "GM0009"), SPLIT)
    assert (found.payer, found.divided) == ("GM0003", {})
    assert [each.code for each in found.begun] == ["GM0002", "GM0003"]


def test_a_payer_that_left_its_contract_is_followed_too() -> None:
    found = followed("GM0001", covering("GM0009"), SPLIT)
    assert (found.payer, found.begun, found.replaced) == ("GM0003", [], [])
    assert found.moves == [SPLIT[1]]


def test_a_contract_of_others_does_not_move() -> None:
    assert follow(Held("VNG", covering("GM0009")), passages(MERGED, FIGURES), ON) is None


def test_a_contract_follows_into_one_of_the_big_cities() -> None:
    moves = [Move("GM0002", "GM0363", WHOLE), Move("GM0363", "GM0363", WHOLE)]
    found = followed("GM0002", covering("GM0002"), moves)
    assert found.payer == "GM0363"
    (begun,) = found.begun
    assert begun.interval == (Fraction(0), Fraction(10_000, 810_000))


def test_a_row_ends_the_day_before_and_one_that_begins_later_never_was() -> None:
    old = Coverage("GM0001", FIRST, LAST)
    assert ended(old, ON) == replace(old, last_day=BEFORE, left_because="reorganised")
    later = replace(old, first_day=date(2019, 1, 1))
    assert ended(later, ON) is None
    (begun,) = followed("GM0001", [later], [Move("GM0001", "GM0003", WHOLE)]).begun
    assert (begun.first_day, begun.came_from) == (date(2019, 1, 1), None)


def test_a_planned_opt_out_is_kept() -> None:
    leaving = Coverage("GM0001", FIRST, date(2018, 12, 31), left_because="opted_out")
    found = followed("VNG", [leaving], MERGED)
    assert [(each.last_day, each.left_because) for each in found.begun] == [
        (date(2018, 12, 31), "opted_out")
    ]


WRONG_MOVES: list[tuple[list[Move], type[Refusal]]] = [
    ([MERGED[0], MERGED[0]], MoveTwice),
    ([SPLIT[0]], SharesIncomplete),
    ([*SPLIT, Move("GM0001", "GM0004", WHOLE)], SharesIncomplete),
    ([*MERGED, Move("GM0009", "GM0009", WHOLE)], NothingMoves),
]


@pytest.mark.parametrize(("moves", "refused"), WRONG_MOVES)
def test_moves_that_are_not_complete_are_refused(moves: list[Move], refused: Any) -> None:
    check_moves(MERGED)
    with pytest.raises(refused):
        check_moves(moves)


ALL_HERE = {"GM0001": HERE, "GM0002": HERE}
WRONG_STATES: list[tuple[dict[str, Known], set[str], type[Refusal]]] = [
    ({"GM0001": HERE}, {"GM0003"}, UnknownMunicipality),
    (ALL_HERE, set(), UnknownMunicipality),
    (ALL_HERE, {"GM0003", "GM0004"}, NewMunicipalityUnused),
    (ALL_HERE, {"GM0001", "GM0003"}, MunicipalityKnown),
    (ALL_HERE | {"GM0003": HERE}, set(), InflowUnnamed),
    (ALL_HERE | {"GM0003": Known(False, under_contract=True)}, set(), SuccessorUnderContract),
    (ALL_HERE | {"GM0002": Known(True, abolished_on=ON)}, {"GM0003"}, MunicipalityAbolished),
    (ALL_HERE | {"GM0002": Known(True, reorganised_on=ON)}, {"GM0003"}, ReorganisedAlready),
]


@pytest.mark.parametrize(("known", "new", "refused"), WRONG_STATES)
def test_what_is_known_otherwise_is_refused(
    known: dict[str, Known], new: set[str], refused: Any
) -> None:
    check_municipalities(MERGED, ON, ALL_HERE, {"GM0003"})
    check_municipalities(MERGED, ON, ALL_HERE | {"GM0003": Known(existed=False)}, set())
    with pytest.raises(refused):
        check_municipalities(MERGED, ON, known, new)


def test_a_reorganisation_comes_before_the_years_that_it_is_billed_in_are_settled() -> None:
    assert [first_year_billed(day) for day in (BEFORE, ON, date(2018, 1, 2))] == [2018, 2018, 2019]
    check_unsettled(ON, [2016, 2017])
    check_unsettled(date(2018, 7, 1), [2018])
    with pytest.raises(YearSettledAlready, match="2018"):
        check_unsettled(ON, [2018])


def test_inflows_are_weighed_by_the_last_figures_of_the_old_municipalities() -> None:
    assert [weighed_on(day).year for day in (BEFORE, ON, date(2018, 1, 2))] == [2017, 2017, 2018]
