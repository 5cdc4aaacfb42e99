"""The charts about attempts: when they come, and what becomes of them."""

from babel.dates import get_day_names
from shared.pages.language import gettext, locale

from reporting.books.views import Report
from reporting.reports import sentences
from reporting.reports.charts.chart import Chart, chart, column_words
from reporting.reports.plots import HALF, bars_plot, columns_plot, hours_plot
from reporting.reports.rules.waiting import within
from reporting.reports.words import hour_name, name, shown_number, shown_percent, weekday_name


def hours(report: Report) -> Chart:
    """Draw the attempts of each hour of the day."""
    answered = tuple(hour.answered for hour in report.hours)
    missed = None if _apart(report) else tuple(hour.missed for hour in report.hours)
    words = column_words(
        answered, missed, gettext("hour of the day"), gettext("outside office hours")
    )
    return chart(
        "hours", gettext("When people seek contact"), sentences.hours(report),
        hours_plot(answered, missed, words),
        headers=(gettext("Hour of the day"), *_answered_and_missed(report)),
        rows=[(hour_name(one.hour), shown_number(one.answered), shown_number(one.missed))
         for one in report.hours],
        defined=("answered_by_hour", "missed_by_hour"), wide=True,
    )  # fmt: skip


def weekdays(report: Report) -> Chart:
    """Draw the attempts of each day of the week."""
    answered = tuple(day.answered for day in report.weekdays)
    missed = None if _apart(report) else tuple(day.missed for day in report.weekdays)
    short = get_day_names("abbreviated", context="stand-alone", locale=locale())
    words = column_words(answered, missed, gettext("day of the week"))
    return chart(
        "weekdays", gettext("On which days"), sentences.weekdays(report),
        columns_plot(HALF, [[str(short[day])] for day in range(7)], answered, missed, words),
        headers=(gettext("Day of the week"), *_answered_and_missed(report)),
        rows=[
            (weekday_name(one.weekday).capitalize(), shown_number(one.answered),
             shown_number(one.missed))
            for one in report.weekdays
        ],
        defined=("answered_by_weekday", "missed_by_weekday"),
    )  # fmt: skip


def reach(report: Report) -> Chart:
    """Draw what became of the attempts."""
    counts = [
        (gettext("Answered"), report.line_answered),
        (name("abandoned"), report.missed.abandoned),
        (name("no_listener"), report.missed.no_listener),
        (name("closed"), report.missed.closed),
    ]
    rows = tuple((label, count, shown_number(count)) for label, count in counts)
    return chart(
        "reach", gettext("Answer rate"), sentences.reach(report),
        bars_plot(rows, first_is_main=True),
        headers=(gettext("What became of the attempt"), gettext("Attempts")),
        rows=[(label, text) for label, _, text in rows],
        defined=("answer_rate", "line_answered", "missed"),
    )  # fmt: skip


def waits(report: Report) -> Chart:
    """Draw how many of the answered attempts waited at most so long."""
    found = within([(cell.name, cell.count) for cell in report.waits], report.answered)
    bars = tuple(
        (name(one.seconds), one.attempts,
         shown_number(one.attempts) if one.share is None
         else f"{shown_number(one.attempts)} ({shown_percent(one.share)})")
        for one in found
    )  # fmt: skip
    return chart(
        "waits", gettext("How long help seekers wait"), sentences.waits(found),
        bars_plot(bars),
        headers=(
            gettext("Answered"), gettext("Attempts"), gettext("Share of the answered attempts"),
        ),
        rows=[
            (name(one.seconds), shown_number(one.attempts), shown_percent(one.share))
            for one in found
        ],
        defined=("waited_at_most", "waits"),
    )  # fmt: skip


def channels_reached(report: Report) -> Chart:
    """Draw how many attempts by each channel were answered, with the answer rate."""
    bars = tuple(
        (name(one.name), one.answered,
         shown_number(one.answered) if one.answer_rate is None
         else f"{shown_number(one.answered)} ({shown_percent(one.answer_rate)})")
        for one in report.channels
    )  # fmt: skip
    said = "" if _apart(report) else sentences.channels_reached(report)
    return chart(
        "reached", gettext("Answered attempts by channel"),
        said or gettext("Attempts that were answered here, by channel."),
        bars_plot(bars),
        headers=(
            gettext("Channel"), gettext("Answered"), gettext("Unanswered"), gettext("Answer rate"),
        ),
        rows=[
            (name(one.name), shown_number(one.answered), shown_number(one.unanswered),
             shown_percent(one.answer_rate))
            for one in report.channels
        ],
        defined=("answered_by_channel", "unanswered_by_channel", "answer_rate_by_channel"),
    )  # fmt: skip


def _apart(report: Report) -> bool:
    """Whether missed attempts are those of the own numbers: they do not add up with answered."""
    return bool(report.location or report.region)


def _answered_and_missed(report: Report) -> tuple[str, str]:
    if _apart(report):
        return gettext("Answered attempts"), gettext("Missed attempts on the own number")
    return gettext("Answered attempts"), gettext("Missed attempts")
