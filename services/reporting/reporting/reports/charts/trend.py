"""The charts about how it went: over the last months or quarters that are published."""

from collections.abc import Sequence

from shared.pages.formats import number
from shared.pages.language import gettext

from reporting.books.periods import period_of
from reporting.books.views import Report
from reporting.counting.rules.month_table import TOPICS
from reporting.reports import sentences_of_talk as sentences
from reporting.reports.charts.chart import Chart, chart, column_words
from reporting.reports.plots import columns_plot
from reporting.reports.plots_of_topics import multiples_plot
from reporting.reports.rules.waiting import within
from reporting.reports.sentences import A_MINUTE, too_few
from reporting.reports.words import (
    name,
    period_name,
    short_period_name,
    shown_number,
    shown_percent,
)

Shares = tuple[float | None, ...]


def progress(reports: Sequence[Report]) -> Chart:
    """Draw the attempts of each period; of a place that is not the country, those answered."""
    apart = bool(reports[0].location or reports[0].region)
    answered = tuple(one.answered for one in reports)
    missed = None if apart else tuple(one.missed.total for one in reports)
    labels = [short_period_name(period_of(one.period)).split(" ") for one in reports]
    return chart(
        "progress", gettext("How it went"), sentences.progress(reports),
        columns_plot(labels, answered, missed, column_words(answered, missed, "")),
        headers=(
            gettext("Period"), gettext("Attempts"), gettext("Answered"), gettext("Conversations"),
            gettext("Answer rate"), gettext("Answered within 1 minute"),
        ),
        rows=[_row(one) for one in reports],
        defined=("attempts", "answered", "conversations", "answer_rate", "waited_at_most"),
        wide=True,
    )  # fmt: skip


def topics(reports: Sequence[Report]) -> Chart:
    """Draw the share of each topic in each period, and say how that of the first one went."""
    names = [short_period_name(period_of(one.period)) for one in reports]
    by_topic = {topic: _shares(reports, topic) for topic in _in_order(reports[-1])}
    lines = tuple(
        (name(topic), shares, shown_percent(shares[-1])) for topic, shares in by_topic.items()
    )
    rows = [
        (name(topic), *map(shown_percent, shares), _change(shares))
        for topic, shares in by_topic.items()
    ]
    return chart(
        "trend", gettext("Topics over time"), _said(reports, by_topic),
        multiples_plot((names[0], names[-1]), lines),
        headers=(gettext("Topic"), *names, gettext("Change, percentage points")), rows=rows,
        defined=["topics"], wide=True,
    )  # fmt: skip


def _said(reports: Sequence[Report], by_topic: dict[str, Shares]) -> str:
    for topic, shares in by_topic.items():
        first, last = shares[0], shares[-1]
        if topic != "other" and first is not None and last is not None:
            begins, ends = (period_name(period_of(one.period)) for one in (reports[0], reports[-1]))
            return sentences.trend((begins, first), (ends, last), topic)
    return too_few()


def _row(report: Report) -> tuple[str, ...]:
    found = within([(cell.name, cell.count) for cell in report.waits], report.answered)
    soon = next(one.share for one in found if one.seconds == A_MINUTE)
    return (
        short_period_name(period_of(report.period)), shown_number(report.attempts),
        shown_number(report.answered), shown_number(report.conversations),
        shown_percent(report.answer_rate), shown_percent(soon),
    )  # fmt: skip


def _in_order(report: Report) -> list[str]:
    counts = {cell.name: cell.count or 0 for cell in report.topics}
    return sorted(TOPICS, key=lambda topic: (topic == "other", -counts[topic]))


def _shares(reports: Sequence[Report], topic: str) -> Shares:
    return tuple(next(cell.share for cell in one.topics if cell.name == topic) for one in reports)


def _change(shares: Shares) -> str:
    first, last = shares[0], shares[-1]
    if first is None or last is None:
        return gettext("not shown")
    points = round((last - first) * 100, 1)
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{number(abs(points), 1)}"
