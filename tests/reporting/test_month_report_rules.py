"""From exact figures to a report: what is shown passed disclosure control, all of it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from reporting.figures import Figures
from reporting.month_report import month_report
from reporting.rules.disclosure import MINIMUM
from reporting.rules.month import Month

MARCH = Month(2016, 3)
NOT_ABOUT_HELP_SEEKERS = {
    "hoursCovered", "volunteersOnDuty", "participation", "invoiced", "suppression", "hour",
}  # fmt: skip
CELLS = {
    "kinds": ["conversation", "silent", "hang_up", "misuse"],
    "line": ["answered"],
    "missed": ["abandoned", "no_listener", "closed"],
    "channels": ["telephone", "chat", "email"],
    "topics": ["loneliness", "debts", "suicidal_thoughts"],
    "outcomes": ["helped_by_talk", "referred"],
    "answered_by_hour": ["0", "13", "23"],
    "missed_by_hour": ["0", "13", "23"],
    "referral_modes": ["information", "emergency"],
    "referral_partners": ["113online"],
}
small_and_large = st.one_of(st.integers(0, 12), st.integers(0, 5_000)).map(Decimal)
figures_of_any_month = st.fixed_dictionaries(
    {
        name: st.fixed_dictionaries(dict.fromkeys(cells, small_and_large))
        for name, cells in CELLS.items()
    }
).map(Figures)


def numbers(shown: Any, name: str = "") -> Iterator[tuple[str, float]]:
    if name in NOT_ABOUT_HELP_SEEKERS:
        return
    if isinstance(shown, dict):
        for key, value in shown.items():
            yield from numbers(value, key)
    elif isinstance(shown, list):
        for value in shown:
            yield from numbers(value, name)
    elif isinstance(shown, int | float):
        yield name, shown


@given(figures_of_any_month)
def test_no_count_of_help_seekers_below_ten_is_shown(figures: Figures) -> None:
    shown = month_report(MARCH, None, figures).model_dump(by_alias=True, mode="json")
    for name, value in numbers(shown):
        if name in ("share", "answerRate"):
            assert 0 <= value <= 1
        elif name not in ("minutes", "averageMinutes"):
            assert value >= MINIMUM, name


@given(figures_of_any_month)
def test_what_is_large_enough_is_shown_exactly(figures: Figures) -> None:
    report = month_report(MARCH, None, figures)
    for cell in report.channel_mix:
        count = figures.count("channels", cell.name)
        assert cell.count == (count if count >= MINIMUM else None)


def test_a_location_with_nothing_at_all_gives_a_whole_report() -> None:
    report = month_report(MARCH, None, Figures({}))
    assert report.answered is None
    assert report.answer_rate is None
    assert report.hours_covered == 0
    assert report.participation is None


def test_minutes_of_too_few_conversations_are_not_shown() -> None:
    figures = {"kinds": {"conversation": Decimal(9)}, "minutes": {"total": Decimal(180)}}
    report = month_report(MARCH, None, Figures(figures))
    assert report.minutes is None
    assert report.average_minutes is None


def test_the_opening_hours_say_nothing_in_the_answer_rate_but_count_as_attempts() -> None:
    figures = Figures({
        "kinds": {"conversation": Decimal(75)},
        "line": {"answered": Decimal(75)},
        "missed": {"abandoned": Decimal(15), "no_listener": Decimal(10), "closed": Decimal(40)},
    })  # fmt: skip
    report = month_report(MARCH, None, figures)
    assert report.attempts == 140
    assert report.answer_rate == 0.75
