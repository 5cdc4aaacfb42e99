"""What is hidden does not come out by subtraction: within a report, nor over all of a month."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from reporting.counting.rules.month_table import (
    COUNTED,
    ELSEWHERE,
    KINDS,
    OUTCOMES,
    month_table,
)
from reporting.disclosure.rules.attack import Cell, Equation
from reporting.disclosure.rules.decide import decide
from reporting.disclosure.rules.suppression import Table
from reporting.disclosure.rules.threshold import MINIMUM

from tests.reporting.attacker import bounded, solved, subtracted

small_and_large = st.one_of(st.integers(0, 12), st.integers(0, 40), st.integers(0, 500))
REGIONS = {"a": "Drenthe", "b": "Drenthe", "c": "Zeeland"}
PLACES = (*REGIONS, ELSEWHERE)


def shown_of(table: Table) -> dict[Cell, int]:
    kept_back = decide(table).hidden | table.unpublished
    return {cell: count for cell, count in table.counts.items() if cell not in kept_back}


def found_by_attack(table: Table, shown: dict[Cell, int]) -> set[Cell]:
    """Return the cells that a reader computes, those left out that are no secret."""
    found = set(subtracted(table.equations, shown)) | bounded(table.equations, shown)
    found |= solved(table.equations, shown)
    return {cell for cell in found if cell not in table.unpublished or table.counts[cell] < MINIMUM}


@st.composite
def grids(draw: st.DrawFn) -> Table:
    """Rows and columns with their sums, and the sum of all."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    counts: dict[Cell, int] = {
        (f"{row}", f"{column}"): draw(small_and_large)
        for row in range(rows)
        for column in range(columns)
    }
    equations = []
    for row in range(rows):
        parts = tuple((f"{row}", f"{column}") for column in range(columns))
        counts[(f"{row}", "all")] = sum(counts[part] for part in parts)
        equations.append(Equation((f"{row}", "all"), parts))
    for column in (*range(columns), "all"):
        parts = tuple((f"{row}", f"{column}") for row in range(rows))
        counts[("all", f"{column}")] = sum(counts[part] for part in parts)
        equations.append(Equation(("all", f"{column}"), parts))
    parts = tuple(("all", f"{column}") for column in range(columns))
    equations.append(Equation(("all", "all"), parts))
    return Table(counts, equations)


@st.composite
def months(draw: st.DrawFn) -> Table:
    """A month of three locations and the national line, of attempts that could have been."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for place in PLACES:
        for kind in KINDS if place != ELSEWHERE else ():
            groups = draw(st.lists(small_and_large, min_size=1, max_size=4))
            for place_of_group, size in enumerate(groups):
                hour = str((place_of_group * 5 + len(kind)) % 24)
                counts[(place, "kinds", kind)] += size
                counts[(place, "answered_by_hour", hour)] += size
                counts[(place, "answered_by_weekday", "1")] += size
                counts[(place, "waits", COUNTED["waits"][place_of_group])] += size
                channel = COUNTED["channels"][place_of_group % 3]
                counts[(place, "answered_by_channel", channel)] += size
                counts[(draw(st.sampled_from(PLACES)), "line", "answered")] += size
                if kind == "conversation":
                    counts[(place, "channels", channel)] += size
                    counts[(place, "outcomes", OUTCOMES[place_of_group])] += size
                    talked = draw(st.integers(0, size))
                    counts[(place, "topics_by_channel", f"debts {channel}")] += talked
                    referred = draw(st.integers(0, size))
                    mode = COUNTED["referral_modes"][place_of_group % 3]
                    counts[(place, "referral_modes", mode)] += referred
                    counts[(place, "referral_partners", "113online")] += referred
        for place_of_reason, reason in enumerate(COUNTED["missed"]):
            size = draw(small_and_large)
            counts[(place, "missed", reason)] += size
            counts[(place, "missed_by_hour", str(place_of_reason * 7))] += size
            counts[(place, "missed_by_weekday", "7")] += size
            if reason != "closed":
                counts[(place, "unanswered_by_channel", "chat")] += size
    places: dict[str, dict[str, dict[str, int]]] = {place: {} for place in PLACES}
    for (place, figure, name), count in counts.items():
        places[place].setdefault(figure, {})[name] = count
    return month_table(places, REGIONS)


def test_one_hidden_part_of_a_shown_total_is_not_left_alone() -> None:
    total, small, middle, large = (("all",), ("small",), ("middle",), ("large",))
    table = Table(
        {total: 135, small: 5, middle: 30, large: 100}, [Equation(total, (small, middle, large))]
    )
    assert decide(table).hidden == {small, middle}


def test_hidden_parts_that_are_few_together_are_hidden_with_one_more() -> None:
    total, none, few, many = (("all",), ("none",), ("few",), ("many",))
    table = Table({total: 103, none: 0, few: 3, many: 100}, [Equation(total, (none, few, many))])
    assert decide(table).hidden == {none, few, many}


def test_a_cell_that_follows_from_three_totals_only_is_not_shown_either() -> None:
    # Two squares of hidden cells, and one cell that joins them: it is alone in no row or column,
    # and yet the rows of a square less its columns are that cell.
    joined = {("0", "0"), ("0", "1"), ("1", "0"), ("1", "1"), ("1", "2"),
              ("2", "2"), ("2", "3"), ("3", "2"), ("3", "3")}  # fmt: skip
    counts: dict[Cell, int] = {
        (f"{row}", f"{column}"): 6 if (f"{row}", f"{column}") in joined else 50
        for row in range(4)
        for column in range(4)
    }
    equations = []
    for place in range(4):
        row = tuple((f"{place}", f"{other}") for other in range(4))
        column = tuple((f"{other}", f"{place}") for other in range(4))
        for total, parts in ((("row", f"{place}"), row), (("column", f"{place}"), column)):
            counts[total] = sum(counts[part] for part in parts)
            equations.append(Equation(total, parts))
    table = Table(counts, equations)
    only_small = {cell: count for cell, count in counts.items() if cell not in joined}
    assert ("1", "2") in solved(equations, only_small)
    assert not found_by_attack(table, shown_of(table))


@settings(max_examples=60, deadline=None)
@given(grids())
def test_no_hidden_cell_of_rows_and_columns_comes_out(table: Table) -> None:
    shown = shown_of(table)
    assert min(shown.values(), default=MINIMUM) >= MINIMUM
    assert not found_by_attack(table, shown)


@settings(max_examples=2, deadline=None)
@given(months())
def test_no_hidden_cell_of_a_month_comes_out_of_all_its_reports(table: Table) -> None:
    shown = shown_of(table)
    assert min(shown.values(), default=MINIMUM) >= MINIMUM
    assert not found_by_attack(table, shown)
