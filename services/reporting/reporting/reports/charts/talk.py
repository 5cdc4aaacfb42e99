"""The charts about conversations, what follows from them, and who was there to hold them."""

from shared.pages.formats import number
from shared.pages.language import gettext

from reporting.books.views import Cell, Report
from reporting.counting.rules.month_table import CHANNELS
from reporting.reports import sentences_of_talk as sentences
from reporting.reports.charts.chart import Chart, chart, shares
from reporting.reports.plots import bars_plot
from reporting.reports.plots_of_topics import panels_plot
from reporting.reports.words import name, shown_number, shown_percent


def channels(report: Report) -> Chart:
    """Draw by which channel conversations are."""
    title = gettext("Conversations by channel")
    headers = (gettext("Channel"), *_of_conversations())
    return shares(
        "channels", title, sentences.channels(report), headers=headers, cells=report.channel_mix
    )


def kinds(report: Report) -> Chart:
    """Draw what the answered attempts were."""
    title = gettext("What answered attempts were")
    headers = (gettext("Kind"), gettext("Attempts"), gettext("Share of the answered attempts"))
    return shares("kinds", title, sentences.kinds(report), headers=headers, cells=report.kinds)


def topics(report: Report) -> Chart:
    """Draw what conversations are about, the most frequent topic first."""
    title = gettext("What conversations are about")
    headers = (gettext("Topic"), *_of_conversations())
    return shares(
        "topics", title, sentences.topics(report), headers=headers, cells=_in_order(report.topics)
    )


def outcomes(report: Report) -> Chart:
    """Draw how conversations end."""
    title = gettext("How conversations end")
    headers = (gettext("Outcome"), *_of_conversations())
    return shares(
        "outcomes", title, sentences.outcomes(report), headers=headers, cells=report.outcomes
    )


def topics_by_channel(report: Report) -> Chart:
    """Draw the share of each topic by each channel, beside each other."""
    cells = {cell.name: cell for cell in report.topics_by_channel}
    order = [cell.name for cell in _in_order(report.topics)]
    panels = tuple(
        (name(channel),
         tuple(cells[f"{topic} {channel}"].share for topic in order),
         tuple(shown_percent(cells[f"{topic} {channel}"].share) for topic in order))
        for channel in CHANNELS
    )  # fmt: skip
    rows = [
        (name(topic), *(text for channel in CHANNELS
                        for text in _both(cells[f"{topic} {channel}"])))
        for topic in order
    ]  # fmt: skip
    headers = [gettext("Topic")]
    for channel in CHANNELS:
        headers += [name(channel), gettext("%(channel)s, share", channel=name(channel))]
    return chart(
        "by-channel", gettext("Topics by channel"), sentences.topics_by_channel(report),
        panels_plot(tuple(map(name, order)), panels), headers=headers, rows=rows,
        defined=["topics_by_channel"], wide=True,
    )  # fmt: skip


def referrals(report: Report) -> Chart:
    """Draw to whom help seekers were referred, and how."""
    found = report.referrals
    headers = (gettext("Partner or mode"), gettext("Referrals"),
               gettext("Share of the referrals"))  # fmt: skip
    return shares(
        "referrals", gettext("Referrals"), sentences.referrals(report), headers=headers,
        cells=[*found.by_partner, *found.by_mode],
        defined=("referrals", "referral_partners", "referral_modes"),
    )  # fmt: skip


def handovers(report: Report) -> Chart:
    """Draw how warm handovers ended."""
    headers = (gettext("End"), gettext("Handovers"), gettext("Share of the handovers"))
    return shares(
        "handovers", gettext("How warm handovers end"), sentences.handovers(report),
        headers=headers, cells=report.referrals.handovers,
        defined=("handovers", "handover_outcomes"),
    )  # fmt: skip


def roster(report: Report) -> Chart:
    """Draw how many hours were wanted and covered, in whole hours."""
    hours = [
        (gettext("Hours wanted"), report.hours_wanted),
        (gettext("Hours covered"), report.hours_covered),
    ]
    bars = tuple((label, round(count), number(count)) for label, count in hours)
    volunteers = (gettext("Volunteers on duty"), number(report.volunteers_on_duty))
    return chart(
        "roster", gettext("Hours on the roster"), sentences.roster(report),
        bars_plot(bars), headers=("", gettext("Number")),
        rows=[*((label, number(count, 1)) for label, count in hours), volunteers],
        defined=("hours_wanted", "hours_covered", "volunteers_on_duty"),
    )  # fmt: skip


def _of_conversations() -> tuple[str, str]:
    return gettext("Conversations"), gettext("Share of the conversations")


def _both(cell: Cell) -> tuple[str, str]:
    return shown_number(cell.count), shown_percent(cell.share)


def _in_order(cells: list[Cell]) -> list[Cell]:
    return sorted(cells, key=lambda cell: (cell.name == "other", -(cell.count or 0)))
