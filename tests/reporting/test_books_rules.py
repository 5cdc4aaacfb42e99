"""What is counted of several months, which period is due, and when a month is corrected."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from reporting.books.closings import Closing, linked, newest_months
from reporting.books.counted import of_month, of_months
from reporting.books.periods import Period, period_of
from reporting.books.rules.closing import due
from reporting.books.rules.correction import (
    CorrectedToday,
    NothingToCorrect,
    attempts_changed,
    check_correction,
)
from reporting.books.rules.known import Known, decided, periods_known
from reporting.counting.read_counts import Counts
from reporting.counting.rules.month_table import COUNTED, COUNTRY, ELSEWHERE
from reporting.disclosure.rules.attack import Equation
from reporting.disclosure.rules.decide import decide
from reporting.disclosure.rules.periods import of_period, periods_table
from reporting.disclosure.rules.suppression import Table

NOON = datetime(2016, 5, 1, tzinfo=UTC)
LOCATIONS = ["almelo", "zutphen", "zwolle"]
REGIONS = ["Gelderland", "Overijssel"]
small = some.integers(0, 30)
kinds = some.fixed_dictionaries(dict.fromkeys(COUNTED["kinds"], small))
months = some.builds(
    lambda places, regions: Counts(
        {place: {"kinds": of, "minutes": {"total": sum(of.values())}}
         for place, of in places.items() if place in regions or place == ELSEWHERE},
        regions,
    ),
    some.dictionaries(some.sampled_from([*LOCATIONS, ELSEWHERE]), kinds),
    some.dictionaries(some.sampled_from(LOCATIONS), some.sampled_from(REGIONS)),
)  # fmt: skip


def periods(*names: str) -> list[Period]:
    return [period_of(name) for name in names]


def closing(number: int, name: str, revision: int = 0, answered: int = 0) -> Closing:
    counts = Counts({ELSEWHERE: {"kinds": {"silent": answered}}}, {})
    period = period_of(name)
    return Closing(
        number, period, revision, NOON, {}, counts if period.kind == "month" else None, frozenset()
    )


@settings(max_examples=10, deadline=None)  # a table has hundreds of cells of each place
@given(some.lists(months, min_size=2, max_size=3))
def test_a_whole_is_the_sum_of_its_months_and_its_equations_are_true(several: list[Counts]) -> None:
    whole = of_months(several)
    each = [of_month(month) for month in several]
    for cell, count in whole.table.counts.items():
        assert count == sum(one.table.counts.get(cell, 0) for one in each)
    for equation in whole.table.equations:
        counts = [whole.table.counts[part] for part in equation.parts]
        assert whole.table.counts[equation.total] == sum(counts)
    assert whole.minutes[COUNTRY] == sum(one.minutes[COUNTRY] for one in each)


def test_a_region_is_the_sum_of_what_it_was_in_each_month() -> None:
    at = {"zutphen": {"kinds": {"silent": 20}}, "almelo": {"kinds": {"silent": 30}}}
    before = Counts(at, {"zutphen": "Gelderland", "almelo": "Gelderland"})
    after = Counts(at, {"zutphen": "Overijssel", "almelo": "Gelderland"})
    counts = of_months([before, after]).table.counts
    assert counts["Gelderland", "kinds", "silent"] == 20 + 30 + 30
    assert counts["Overijssel", "kinds", "silent"] == 20
    assert counts["zutphen", "kinds", "silent"] == 40


def test_a_whole_is_made_of_the_revisions_before_it() -> None:
    closings = [
        closing(1, "2016-02"), closing(2, "2016-01"), closing(3, "2016-01", 1),
        closing(4, "2016-Q1"), closing(5, "2016-02", 1),
    ]  # fmt: skip
    newest = newest_months(period_of("2016-Q1"), closings[:3])
    assert [(str(one.period), one.revision) for one in newest] == [("2016-01", 1), ("2016-02", 0)]
    known = [Known(one.period, one.revision, Table({}, [])) for one in closings]
    assert periods_known(known).sums == {"2016-Q1": ["2016-01 revision 1", "2016-02"]}
    assert periods_known(known).corrections == {
        "2016-01 revision 1": ["2016-01"], "2016-02 revision 1": ["2016-02"],
    }  # fmt: skip


def test_what_is_published_of_the_same_attempts_bears_on_a_closing() -> None:
    def names(period: str, *closings: Closing) -> list[str]:
        return [str(one.period) for one in linked(period_of(period), closings)]

    january, february, april = (closing(n, f"2016-0{n}") for n in (1, 2, 4))
    quarter, year = closing(5, "2016-Q1"), closing(6, "2016")
    assert names("2016-03", january, february) == []
    assert names("2016-Q1", january, february, april) == ["2016-01", "2016-02"]
    assert names("2016-02", january, february, april) == ["2016-02"]
    assert names("2016-02", january, february, april, quarter) == ["2016-01", "2016-02", "2016-Q1"]
    assert len(names("2016-02", january, february, april, quarter, year)) == 5


def test_the_clock_begins_with_the_year_of_the_newest_month() -> None:
    may = datetime(2016, 5, 20, tzinfo=UTC)
    counted = periods("2015-12", "2016-01", "2016-03", "2016-04", "2016-05")
    first = periods("2016-01", "2016-03", "2016-04", "2016-Q1")
    assert due(periods(), counted, may) == first
    assert due(periods("2016-04"), counted, may) == periods("2016-01", "2016-03", "2016-Q1")
    closed = periods("2016-01", "2016-03", "2016-Q1", "2016-04")
    assert due(closed, [*counted, *periods("2016-02")], may) == []


def of(**figures: dict[str, int]) -> dict[str, Any]:
    return {"zutphen": figures}


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        (of(), of(), 0),
        (of(kinds={"silent": 5}), of(kinds={"silent": 14}), 9),
        (of(kinds={"silent": 5, "misuse": 9}), of(kinds={"silent": 14}), 9),
        (of(missed={"closed": 5}), of(missed={"closed": 1}, kinds={"silent": 6}), 6),
        (of(kinds={"silent": 5}, missed={"closed": 5}), of(), 10),
        (of(), of(topics_by_channel={"debts chat": 6, "health chat": 6}), 6),
        (of(), of(topics_by_channel={"debts chat": 6, "debts email": 6}), 12),
    ],
)
def test_a_change_is_of_as_many_attempts_as_it_cannot_be_fewer_of(
    before: Any, now: Any, changed: int
) -> None:
    assert attempts_changed(before, now) == changed


def test_ten_attempts_are_corrected_a_day_after_the_last_revision() -> None:
    nine, ten = of(kinds={"silent": 9}), of(kinds={"silent": 10})
    later = NOON + timedelta(days=1)
    check_correction(of(), ten, NOON, later)
    with pytest.raises(NothingToCorrect):
        check_correction(of(), nine, NOON, later)
    with pytest.raises(CorrectedToday):
        check_correction(of(), ten, NOON, later - timedelta(seconds=1))


WORDS = ("a", "b", "c", "d")
TOTAL = (COUNTRY, "totals", "all")
counted = some.lists(some.integers(0, 60), min_size=len(WORDS), max_size=len(WORDS))
Published = tuple[dict[Any, int], frozenset[Any]]


def published(revisions: list[list[int]]) -> list[Published]:
    """Return the counts of each revision, and what of it is hidden, as the books publish them."""
    known: list[Known] = []
    done: list[Published] = []
    for number, each in enumerate(revisions):
        parts = [(COUNTRY, "kinds", word) for word in WORDS]
        counts = {TOTAL: sum(each), **dict(zip(parts, each, strict=True))}
        table = Table(counts, [Equation(TOTAL, tuple(parts))])
        new = Known(period_of("2016-03"), number, table)
        decision = decide(periods_table(periods_known([*known, new])))
        hidden = of_period(new.name, decision.hidden)
        known.append(Known(new.period, number, decided(table, hidden)))
        done.append((counts, hidden))
    return done


@settings(deadline=None)
@given(some.lists(counted, min_size=2, max_size=3))
def test_no_change_of_fewer_than_ten_follows_from_two_revisions(revisions: list[list[int]]) -> None:
    shown = [
        {cell: count for cell, count in counts.items() if cell not in hidden}
        for counts, hidden in published(revisions)
    ]
    for later in range(1, len(shown)):
        for earlier in range(later):
            for cell in shown[later].keys() & shown[earlier].keys():
                change = abs(shown[later][cell] - shown[earlier][cell])
                assert change == 0 or change >= 10, (cell, earlier, later)


def test_a_count_that_did_not_change_is_shown_again_beside_one_that_did() -> None:
    [_, (counts, hidden)] = published([[40, 50, 30, 30], [40, 80, 60, 30]])
    assert hidden == frozenset()
    assert counts[TOTAL] == 210


def test_a_small_change_is_hidden_in_the_correction_and_its_whole_stays_true() -> None:
    [_, (counts, hidden)] = published([[40, 50, 30, 30], [43, 59, 60, 30]])
    assert {(COUNTRY, "kinds", "a"), (COUNTRY, "kinds", "b")} <= hidden
    assert TOTAL not in hidden
    assert counts[TOTAL] == 192
