"""From counts to a report: what is shown passed disclosure control, all of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from reporting.books.assemble_report import Heading, Shown, assemble_report, shown_of
from reporting.books.periods import period_of
from reporting.books.views import Report
from reporting.counting.read_amounts import Amounts, Roster
from reporting.counting.rules.month_table import COUNTRY
from reporting.disclosure.rules.suppression import Table, proposed_cells
from reporting.disclosure.rules.threshold import MINIMUM

from tests.reporting.test_subtraction_rules import months

MARCH = period_of("2016-03")
NOT_ABOUT_HELP_SEEKERS = {
    "hoursWanted", "hoursCovered", "volunteersOnDuty", "participation", "invoiced", "suppression",
    "hour", "weekday", "closed", "revision",
}  # fmt: skip
NOTHING = Amounts({}, None, 0, Decimal(0))


def numbers(shown: Any, name: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(shown, dict):
        for key, value in shown.items():
            if key not in NOT_ABOUT_HELP_SEEKERS or (name == "missed" and key == "closed"):
                yield from numbers(value, key)
    elif isinstance(shown, list):
        for value in shown:
            yield from numbers(value, name)
    elif isinstance(shown, int | float):
        yield name, shown


def report(shown: Shown, place: str = COUNTRY, minutes: int = 0) -> Report:
    heading = Heading(MARCH, place, 0, datetime(2016, 4, 8, tzinfo=UTC), MARCH.ends)
    return assemble_report(heading, None, shown, minutes, NOTHING)


@settings(max_examples=30, deadline=None)
@given(months())
def test_what_is_shown_is_exact_and_no_count_below_ten(table: Table) -> None:
    hidden = table.unpublished | proposed_cells(table)
    for place in (COUNTRY, "Drenthe"):
        made = report(shown_of(place, table.counts, hidden), place)
        for name, value in numbers(made.model_dump(by_alias=True, mode="json")):
            if name in ("share", "answerRate"):
                assert 0 <= value <= 1
            elif name not in ("minutes", "averageMinutes"):
                assert value >= MINIMUM, name
        for figure, cells in (("channels", made.channel_mix), ("topics", made.topics)):
            for cell in cells:
                assert cell.count in (None, table.counts[(place, figure, cell.name)])
        assert made.attempts in (None, table.counts[(place, "totals", "attempts")])


def test_where_nothing_may_be_shown_a_report_is_whole_and_empty() -> None:
    made = report(Shown({}), minutes=180)
    assert made.answered is None
    assert made.answer_rate is None
    assert made.minutes is made.average_minutes is None
    assert made.hours_covered == 0
    assert made.participation is None


def test_the_opening_hours_say_nothing_in_the_answer_rate() -> None:
    made = report(Shown({
        ("line", "answered"): 75, ("missed", "abandoned"): 15, ("missed", "no_listener"): 10,
        ("missed", "closed"): 40, ("totals", "attempts"): 140,
    }))  # fmt: skip
    assert made.attempts == 140
    assert made.answer_rate == 0.75


def test_amounts_that_are_no_counts_of_help_seekers_are_told_as_they_are() -> None:
    heading = Heading(MARCH, COUNTRY, 0, None, MARCH.ends)
    rosters = {COUNTRY: Roster(Decimal(6), Decimal("4.255"), 2)}
    amounts = Amounts(rosters, None, 0, Decimal(0))
    made = assemble_report(heading, None, Shown({}), 0, amounts)
    assert (made.hours_wanted, made.hours_covered) == (6, 4.25)
    assert made.volunteers_on_duty == 2
