"""Reachability: what became of attempts, how long people waited, and by which channel."""

from shared.pages.formats import percent
from shared.pages.language import gettext

from reporting.annual_report.document import Chapter, Plot, Table
from reporting.annual_report.read_year import Year
from reporting.annual_report.words import all_shown, largest, named, shares_plot, too_few
from reporting.books.views import Report
from reporting.reports.plots import bars_plot
from reporting.reports.words import shown_number, shown_percent


def reach(year: Year) -> Chapter:
    """Return the chapter about how well the service is reached."""
    report = year.report
    return Chapter(
        code="reach",
        title=gettext("Reachability"),
        says=[
            gettext(
                "Whoever seeks contact is answered when a volunteer is free. Whoever is not"
                " answered hung up while waiting, or found no listener free."
            )
        ],
        plots=[_attempts(report), _waits(report), _channels(report)],
        tables=[_by_channel(report)],
    )


def _rate(report: Report) -> str:
    if report.answer_rate is None:
        return too_few()
    share = percent(report.answer_rate, 1)
    return gettext("Of the attempts during opening hours, %(share)s were answered.", share=share)


def _attempts(report: Report) -> Plot:
    title = gettext("What became of the attempts")
    counts = [
        (gettext("Answered"), report.line_answered),
        *((named(word), getattr(report.missed, word))
          for word in ("abandoned", "no_listener", "closed")),
    ]  # fmt: skip
    bars = tuple((label, count, shown_number(count)) for label, count in counts)
    rows = [(label, text) for label, _, text in bars]
    headers = (gettext("What became of the attempt"), gettext("Attempts"))
    svg = bars_plot(bars, first_is_main=True)
    return Plot("reach", title, _rate(report), svg, Table(title, headers, rows))


def _waits(report: Report) -> Plot:
    title = gettext("How long people waited for an answer")
    headers = (gettext("Waiting"), gettext("Answered attempts"), gettext("Share"))
    fast = next(one for one in report.waits if one.name == "30")
    said = too_few()
    if fast.share is not None:
        said = gettext(
            "%(share)s of the answered attempts were answered within 30 seconds.",
            share=percent(fast.share, 1),
        )
    return shares_plot("waits", title, said, headers, report.waits)


def _channels(report: Report) -> Plot:
    title = gettext("Conversations by channel")
    headers = (
        gettext("Channel"), gettext("Conversations"), gettext("Share of the conversations")
    )  # fmt: skip
    first = largest(report.channel_mix)
    said = too_few()
    if first and first.share is not None and all_shown(one.count for one in report.channel_mix):
        said = gettext(
            "Most conversations are by %(channel)s: %(share)s.",
            channel=named(first.name).lower(), share=percent(first.share, 1),
        )  # fmt: skip
    return shares_plot("channels", title, said, headers, report.channel_mix)


def _by_channel(report: Report) -> Table:
    return Table(
        gettext("Answered and not answered, by channel"),
        (gettext("Channel"), gettext("Answered"), gettext("Not answered"), gettext("Answer rate")),
        [
            (named(one.name), shown_number(one.answered), shown_number(one.unanswered),
             shown_percent(one.answer_rate))
            for one in report.channels
        ],
    )  # fmt: skip
