"""The words of pages about days: counts that may be hidden, hours and weekdays."""

from collections.abc import Sequence
from datetime import date

from shared.pages.formats import day, number, percent
from shared.pages.language import gettext

from reporting.days.chart import Chart, Column, chart_of
from reporting.days.expected import HourlyForecast
from reporting.days.rules.local_time import HOURS
from reporting.days.rules.places import Places
from reporting.days.rules.shown import DayOfWeek, ShownDay, ShownHour
from reporting.reports.words import hour_name, name

__all__ = ["count", "hour_name", "hours_chart", "name", "places_chart", "rate", "short_day",
           "week_chart", "weekday", "whole"]  # fmt: skip

EVERY_HOURS = 6  # an hour is named below a chart


def count(value: int | None) -> str:
    """Write a count of help seekers; None is one that is not shown."""
    return gettext("below 15") if value is None else number(value)


def rate(share: float | None) -> str:
    """Write an answer rate; None is one that is not shown."""
    return gettext("not shown") if share is None else percent(share)


def whole(expected: float | None) -> str:
    """Write an expected number; None: nobody forecast it."""
    return "–" if expected is None else number(round(expected))


def weekday(value: date) -> str:
    """Write a weekday with its date: Mon 14 Mar."""
    return day(value, "EEE d MMM")


def short_day(value: date) -> str:
    """Write a weekday in two or three letters."""
    return day(value, "EEE")


def hours_chart(hours: Sequence[ShownHour], expected: HourlyForecast | None) -> Chart:
    """Return the chart of attempts by the hour of a day; `hours` are those that have begun."""
    return chart_of([
        _column(
            _hour_below(hour),
            hours[hour] if hour < len(hours) else None,
            expected[hour] if expected else None,
        )
        for hour in range(HOURS)
    ])  # fmt: skip


def places_chart(places: Sequence[Places]) -> Chart:
    """Return the chart of places taken by the hour of a day, and of those needed over them."""
    return chart_of([
        Column(_hour_below(hour), min(one.taken, one.needed - one.open), one.open)
        for hour, one in enumerate(places)
    ])  # fmt: skip


def week_chart(week: Sequence[DayOfWeek]) -> Chart:
    """Return the chart of attempts by the day of a week."""
    return chart_of([
        _column(short_day(one.day), one.shown, one.expected) for one in week
    ])  # fmt: skip


def _column(label: str, shown: ShownDay | ShownHour | None, expected: float | None) -> Column:
    """Return a column as high as the attempts, with those missed on top; None: not yet begun."""
    if shown is None:
        return Column(label, 0, 0, expected)
    missed = shown.missed or 0
    main = None if shown.attempts is None else max(0, shown.attempts - missed)
    return Column(label, main, 0 if main is None else missed, expected)


def _hour_below(hour: int) -> str:
    return f"{hour}:00" if hour % EVERY_HOURS == 0 else ""
