"""What conversations are about, and how that changed through the year."""

from shared.pages.formats import percent
from shared.pages.language import gettext

from reporting.annual_report.document import Chapter, Plot, Table
from reporting.annual_report.plots import LOOKS, Line, Scale, lines_plot, marks_of
from reporting.annual_report.read_year import Year
from reporting.annual_report.words import (
    all_shown,
    largest,
    month_long,
    month_short,
    named,
    shares_plot,
    too_few,
)
from reporting.books.views import Cell, Report
from reporting.reports.words import shown_percent

NOTEWORTHY = 0.02  # a change of fewer points from the first month to the last is not spoken of


def topics(year: Year) -> Chapter:
    """Return the chapter about topics, outcomes and their trend."""
    cells = sorted(year.report.topics, key=lambda one: (one.name == "other", -(one.count or 0)))
    headers = (
        gettext("Topic"), gettext("Conversations"), gettext("Share of the conversations")
    )  # fmt: skip
    trend = [_trend(year.months, cells)] if len(year.months) > 1 else []
    title = gettext("Topics of the year")
    return Chapter(
        code="topics",
        title=gettext("What lives among callers"),
        says=[
            gettext(
                "A volunteer notes what a conversation was about, by words of a fixed list. A"
                " conversation can have several topics."
            )
        ],
        plots=[
            shares_plot("topics", title, _most(year.report), headers, cells),
            *trend,
            _outcomes(year.report),
        ],
        tables=[_by_channel(year.report, cells)],
    )


def _most(report: Report) -> str:
    known = [one for one in report.topics if one.name != "other"]
    first = largest(known)
    if first is None or first.share is None:
        return too_few()
    second = largest([one for one in known if one is not first])
    said = (
        gettext("The most frequent topic is %(topic)s, in %(share)s of the conversations.")
        if all_shown(one.count for one in known)
        else gettext(
            "Of the topics that may be shown, %(topic)s is the most frequent, in %(share)s of the"
            " conversations."
        )
    ) % {"topic": named(first.name).lower(), "share": percent(first.share, 1)}
    if second is None or second.share is None:
        return said
    return said + " " + gettext(
        "After it comes %(topic)s, in %(share)s.",
        topic=named(second.name).lower(), share=percent(second.share, 1),
    )  # fmt: skip


def _trend(months: list[Report], cells: list[Cell]) -> Plot:
    shown = [one.name for one in cells if one.count is not None and one.name != "other"]
    lines = tuple(
        Line(named(topic), tuple(_share(month, topic) for month in months))
        for topic in shown[: len(LOOKS)]
    )
    highest = max((share or 0 for line in lines for share in line.shares), default=0) or 0.1
    scale = Scale(tuple((one, percent(one)) for one in marks_of(highest, whole=False)))
    title = gettext("The largest topics by month, as a share of the conversations")
    rows = [
        (month_long(month), *(shown_percent(line.shares[place]) for line in lines))
        for place, month in enumerate(months)
    ]
    headers = (gettext("Month"), *(line.label for line in lines))
    svg = lines_plot("trend", tuple(map(month_short, months)), lines, scale)
    said = _change(months, lines)
    return Plot("trend", title, said, svg, Table(title, headers, rows), wide=True)


def _change(months: list[Report], lines: tuple[Line, ...]) -> str:
    """Say which topic changed most from the first month to the last, if any did much."""
    changes = [
        (line.shares[-1] - line.shares[0], line)
        for line in lines
        if line.shares[0] is not None and line.shares[-1] is not None
    ]
    most = max(changes, key=lambda pair: abs(pair[0]), default=None)
    if most is None:
        return too_few()
    change, line = most
    if abs(change) < NOTEWORTHY:
        return gettext("The shares of the largest topics hardly change through the year.")
    said = {
        "topic": line.label, "first": month_long(months[0]), "last": month_long(months[-1]),
        "from": shown_percent(line.shares[0]), "to": shown_percent(line.shares[-1]),
    }  # fmt: skip
    return gettext(
        "%(topic)s changed most: from %(from)s in %(first)s to %(to)s in %(last)s.", **said
    )


def _by_channel(report: Report, cells: list[Cell]) -> Table:
    shares = {one.name: one.share for one in report.topics_by_channel}
    channels = [one.name for one in report.channel_mix]
    return Table(
        gettext("Topics as a share of the conversations of each channel"),
        (gettext("Topic"), *map(named, channels)),
        [
            (named(one.name), *(shown_percent(shares.get(f"{one.name} {channel}"))
                                for channel in channels))
            for one in cells
        ],
    )  # fmt: skip


def _share(month: Report, topic: str) -> float | None:
    return next(one.share for one in month.topics if one.name == topic)


def _outcomes(report: Report) -> Plot:
    title = gettext("How conversations end")
    headers = (
        gettext("Outcome"), gettext("Conversations"), gettext("Share of the conversations")
    )  # fmt: skip
    helped = next(one for one in report.outcomes if one.name == "helped_by_talk")
    said = too_few()
    if helped.share is not None:
        said = gettext(
            "In %(share)s of the conversations, talking itself helped.",
            share=percent(helped.share, 1),
        )
    return shares_plot("outcomes", title, said, headers, report.outcomes)
