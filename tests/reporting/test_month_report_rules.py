"""From exact figures to a report: what is shown passed disclosure control, all of it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from reporting.books.assemble_report import SHOWN_BEFORE_CLOSE, assemble_report
from reporting.books.views import MonthReport
from reporting.counting.read_counts import Figures, MonthFigures
from reporting.disclosure.rules.suppression import Table
from reporting.disclosure.rules.threshold import MINIMUM
from reporting.locations.views import LocationView
from shared.month import Month

from tests.reporting.given import ZUTPHEN
from tests.reporting.test_subtraction_rules import months

MARCH = Month(2016, 3)
NOT_ABOUT_HELP_SEEKERS = {
    "hoursCovered", "volunteersOnDuty", "participation", "invoiced", "suppression", "hour",
    "closed", "countedUntil",
}  # fmt: skip
NOWHERE: dict[str, dict[str, dict[str, int]]] = {}


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


def report(
    places: dict[str, dict[str, dict[str, int]]],
    location_id: UUID | None = None,
    *,
    closed: bool = True,
) -> MonthReport:
    figures = MonthFigures(places, Figures({}))
    location = (
        LocationView(location_id=location_id, name="Zutphen", region="Gelderland")
        if location_id
        else None
    )
    return assemble_report(MARCH, location, figures, until=MARCH.ends, closed=closed)


def places_of(table: Table) -> dict[str, dict[str, dict[str, int]]]:
    """Return what was counted at each place; that of `a` stands under the id of Zutphen."""
    places: dict[str, dict[str, dict[str, int]]] = {}
    for (place, figure, name), count in table.counts.items():
        if place != "country" and figure not in ("totals", "unanswered", "without_topic"):
            of_place = places.setdefault(str(ZUTPHEN) if place == "a" else place, {})
            of_place.setdefault(figure, {})[name] = count
    return places


@settings(max_examples=50, deadline=None)
@given(months())
def test_no_count_of_help_seekers_below_ten_is_shown(table: Table) -> None:
    for location_id in (None, ZUTPHEN):
        shown = report(places_of(table), location_id).model_dump(by_alias=True, mode="json")
        for name, value in numbers(shown):
            if name in ("share", "answerRate"):
                assert 0 <= value <= 1
            elif name not in ("minutes", "averageMinutes"):
                assert value >= MINIMUM, name


@settings(max_examples=50, deadline=None)
@given(months())
def test_what_is_shown_is_exact(table: Table) -> None:
    shown = report(places_of(table))
    for figure, cells in (("channels", shown.channel_mix), ("topics", shown.topics)):
        for cell in cells:
            assert cell.count in (None, table.counts[("country", figure, cell.name)])
    assert shown.attempts in (None, table.counts[("country", "totals", "attempts")])


@settings(max_examples=50, deadline=None)
@given(months())
def test_a_month_that_runs_tells_how_many_came_and_when_and_nothing_else(table: Table) -> None:
    whole = report(places_of(table), ZUTPHEN)
    running = report(places_of(table), ZUTPHEN, closed=False)
    assert (running.attempts, running.answered, running.line_answered, running.hours) == (
        whole.attempts, whole.answered, whole.line_answered, whole.hours
    )  # fmt: skip
    assert (running.missed, running.answer_rate) == (whole.missed, whole.answer_rate)
    assert running.minutes is running.average_minutes is running.conversations is None
    silent = (running.topics, running.outcomes, running.kinds, running.channel_mix,
              running.referrals.by_mode, running.referrals.by_partner)  # fmt: skip
    assert all(cell.count is cell.share is None for cells in silent for cell in cells)
    assert running.referrals.total is None
    assert not any(figure in ("topics", "outcomes", "kinds") for figure, _ in SHOWN_BEFORE_CLOSE)


def test_a_location_with_nothing_at_all_gives_a_whole_report() -> None:
    shown = report({str(ZUTPHEN): {}}, ZUTPHEN)
    assert shown.answered is None
    assert shown.answer_rate is None
    assert shown.hours_covered == 0
    assert shown.participation is None


def test_a_month_without_any_place_gives_a_whole_report() -> None:
    assert report(NOWHERE).answered is None


def test_minutes_of_too_few_conversations_are_not_shown() -> None:
    shown = report({"a": {"kinds": {"conversation": 9}, "minutes": {"total": 180}}})
    assert shown.minutes is None
    assert shown.average_minutes is None


def test_the_opening_hours_say_nothing_in_the_answer_rate_but_count_as_attempts() -> None:
    shown = report({
        "a": {
            "kinds": {"conversation": 75},
            "channels": {"telephone": 75},
            "outcomes": {"referred": 75},
            "answered_by_hour": {"12": 75},
            "line": {"answered": 75},
            "missed": {"abandoned": 15, "no_listener": 10, "closed": 40},
            "missed_by_hour": {"12": 65},
        }
    })  # fmt: skip
    assert shown.attempts == 140
    assert shown.answer_rate == 0.75


def test_amounts_that_are_no_counts_of_help_seekers_are_told_as_they_are() -> None:
    rest = Figures({"roster": {"hours": Decimal("4.255"), "volunteers": Decimal(2)}})
    figures = MonthFigures(NOWHERE, rest)
    shown = assemble_report(MARCH, None, figures, until=MARCH.ends, closed=True)
    assert shown.hours_covered == 4.25
    assert shown.volunteers_on_duty == 2
