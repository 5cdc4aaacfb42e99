"""Known attacks: locations from the country, months from a quarter, a report from a correction."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from reporting.counting.rules.month_table import COUNTRY
from reporting.disclosure.rules.attack import Cell, Equation
from reporting.disclosure.rules.audit import exposed_cells
from reporting.disclosure.rules.decide import decide
from reporting.disclosure.rules.decision import Decision
from reporting.disclosure.rules.periods import Periods, of_period, periods_table
from reporting.disclosure.rules.suppression import Table, proposed_cells
from reporting.disclosure.rules.threshold import MINIMUM

from tests.reporting.attacker import narrowed, subtracted
from tests.reporting.march_2016 import march_2016
from tests.reporting.planted import SORTS
from tests.reporting.test_subtraction_rules import grids

ALL = ("all",)


def table(**parts: int) -> Table:
    """Return a table of one sum."""
    counts: dict[Cell, int] = {(name,): count for name, count in parts.items()}
    return Table({ALL: sum(parts.values())} | counts, [Equation(ALL, tuple(counts))])


def closed(of: Table, *hidden: str) -> Table:
    kept = frozenset((name,) for name in hidden)
    return replace(of, shown=frozenset(of.counts) - kept, kept=kept)


def shown_in(period: str, periods: Periods) -> set[str]:
    hidden = of_period(period, decide(periods_table(periods)).hidden)
    return {name for (name,) in periods.tables[period].counts if (name,) not in hidden}


def test_25_location_reports_subtracted_from_the_national_one_give_nothing_away() -> None:
    month = march_2016()
    misuse = (COUNTRY, "kinds", "misuse")
    before = {
        cell: count for cell, count in month.counts.items()
        if count >= MINIMUM and cell not in month.unpublished
    }  # fmt: skip
    assert subtracted(month.equations, before).keys() & month.small - month.unpublished
    decision = decide(month)
    assert not decision.exposed
    assert not exposed_cells(month, decision.hidden)
    unknown = decision.hidden | month.unpublished
    shown = {cell: count for cell, count in month.counts.items() if cell not in unknown}
    assert misuse in shown or misuse not in subtracted(month.equations, shown)
    assert not decision.hidden & subtracted(month.equations, shown).keys()
    assert len(before) - len(shown) < 0.3 * len(before)
    national = {cell for cell in before if cell[0] == COUNTRY}
    assert len(national - shown.keys()) < 0.15 * len(national)


def test_two_hidden_parts_are_apart_by_ten_at_least() -> None:
    few = table(none=0, few=9, some=12, many=200)
    assert proposed_cells(few) == {("none",), ("few",), ("some",)}
    assert decide(few) == Decision(frozenset({("none",), ("few",), ("some",)}))


def test_a_quarter_does_not_give_away_the_one_month_that_hid_a_count() -> None:
    months = {
        "january": closed(table(a=30, b=40, c=50)),
        "february": closed(table(a=30, b=40, c=50)),
        "march": closed(table(a=5, b=11, c=50), "a", "b"),
    }
    quarter = {"quarter": table(a=65, b=91, c=150)}
    periods = Periods(months | quarter, {"quarter": list(months)})
    assert shown_in("quarter", periods) == {"all", "c"}


def test_a_quarter_shows_what_all_its_months_hid_when_the_sum_is_large_enough() -> None:
    months = {
        name: closed(table(a=a, b=11, c=50), "a", "b")
        for name, a in (("january", 4), ("february", 5), ("march", 6))
    }
    quarter = {"quarter": table(a=15, b=33, c=150)}
    periods = Periods(months | quarter, {"quarter": list(months)})
    assert shown_in("quarter", periods) == {"all", "a", "b", "c"}


def test_a_year_does_not_give_away_what_two_quarters_hid() -> None:
    quarters = {
        "1": closed(table(a=4, b=30, c=50), "a", "b"),
        "2": closed(table(a=4, b=30, c=50), "a", "b"),
        "3": closed(table(a=40, b=30, c=50)),
        "4": closed(table(a=40, b=30, c=50)),
    }
    year = {"year": table(a=88, b=120, c=200)}
    periods = Periods(quarters | year, {"year": list(quarters)})
    assert shown_in("year", periods) == {"all", "c"}


def test_a_correction_by_few_is_not_shown_and_by_none_is() -> None:
    first = closed(table(a=23, b=40, c=50))
    periods = Periods(
        {"first": first, "later": table(a=26, b=40, c=50)}, corrections={"later": ["first"]}
    )
    assert shown_in("later", periods) == {"b", "c"}


def test_corrections_by_few_each_are_shown_in_a_total_that_changed_by_ten() -> None:
    first = closed(table(a=23, b=40, c=50))
    periods = Periods(
        {"first": first, "later": table(a=27, b=46, c=50)}, corrections={"later": ["first"]}
    )
    assert shown_in("later", periods) == {"all", "c"}


def test_a_correction_by_ten_and_more_is_shown() -> None:
    first = closed(table(a=23, b=40, c=50))
    later = table(a=33, b=60, c=50)
    periods = Periods({"first": first, "later": later}, corrections={"later": ["first"]})
    assert shown_in("later", periods) == {"all", "a", "b", "c"}


def test_where_earlier_reports_gave_a_count_away_nothing_new_that_hangs_on_it_is_shown() -> None:
    months = {
        "january": closed(table(a=5, b=40), "a"),
        "february": closed(table(a=30, b=40)),
    }
    both = {"both": table(a=35, b=80)}
    told = periods_table(Periods(months | both, {"both": list(months)}))
    decision = decide(told)
    assert of_period("both", decision.hidden) == {("a",)}
    assert ("january", "a") in {one.cell for one in decision.exposed}


def test_a_leak_planted_across_month_quarter_and_year_is_found() -> None:
    months = {str(n): closed(table(a=4, b=9, c=50), "a", "b") for n in range(12)}
    names = {f"quarter {q}": [str(3 * q + n) for n in range(3)] for q in range(4)}
    quarters = {name: table(a=12, b=27, c=150) for name in names}
    quarters = {name: closed(one, "a", "b") for name, one in quarters.items()}
    year = {"year": table(a=48, b=108, c=600)}
    told = periods_table(Periods(months | quarters | year, names | {"year": list(names)}))
    decision = decide(told)
    assert not decision.exposed
    assert not exposed_cells(told, decision.hidden)
    # Eleven months and the quarters tell what the twelfth hid, once the year and they are shown.
    leaky = {cell for cell in decision.hidden if cell[0] not in {"1", "2", "quarter 0"}}
    found = {one.cell for one in exposed_cells(told, leaky | {("0", "a"), ("0", "b")})}
    assert {("0", "a"), ("0", "b")} <= found


@settings(max_examples=40, deadline=None)
@given(grids())
def test_rows_and_columns_leave_every_hidden_count_ten_wide(grid: Table) -> None:
    hidden = decide(grid).hidden
    shown = {cell: count for cell, count in grid.counts.items() if cell not in hidden}
    assert min(shown.values(), default=MINIMUM) >= MINIMUM
    assert not exposed_cells(grid, hidden)
    assert not narrowed(grid.equations, shown, hidden, MINIMUM - 1e-3)


def test_equal_tables_hide_the_same() -> None:
    for number in range(8):
        one = SORTS[number % len(SORTS)](Random(number)).table
        again = replace(one, counts=dict(reversed(one.counts.items())))
        assert decide(again) == decide(one)
