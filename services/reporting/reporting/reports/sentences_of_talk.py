"""The sentences of a report about conversations and what follows from them.

A sentence uses only counts that may be shown; where too little may be, it says so.
"""

from collections.abc import Sequence

from shared.pages.formats import number, percent
from shared.pages.language import N_, gettext

from reporting.books.periods import period_of
from reporting.books.views import Cell, Report
from reporting.reports.sentences import too_few
from reporting.reports.words import name, period_name

BY_CHANNEL = {
    "telephone": N_("by telephone"),
    "chat": N_("by chat"),
    "email": N_("by email"),
}


def channels(report: Report) -> str:
    """Say by which channel most conversations were."""
    first = _largest(report.channel_mix)
    if first is None or not _is_most(first, report.channel_mix, report.conversations):
        return too_few()
    channel = gettext(BY_CHANNEL[first.name])
    if first.share is None:
        return gettext("Most conversations are %(by_channel)s.", by_channel=channel)
    share = percent(first.share, 1)
    return gettext(
        "Of the conversations, %(share)s are %(by_channel)s.", share=share, by_channel=channel
    )


def topics(report: Report) -> str:
    """Say what conversations are most often about."""
    first = _largest([cell for cell in report.topics if cell.name != "other"])
    if first is None:
        return too_few()
    topic = name(first.name).lower()
    several = gettext("A conversation can have several topics.")
    if first.share is None:
        most = gettext("Of the topics shown, the most frequent is %(topic)s.", topic=topic)
    else:
        most = gettext(
            "Of the topics shown, the most frequent is %(topic)s, in %(share)s of the"
            " conversations.",
            topic=topic, share=percent(first.share, 1),
        )  # fmt: skip
    return f"{most} {several}"


def outcomes(report: Report) -> str:
    """Say in which share of the conversations the conversation itself helped."""
    helped = next(cell for cell in report.outcomes if cell.name == "helped_by_talk")
    if helped.share is None:
        return too_few()
    share = percent(helped.share, 1)
    return gettext("In %(share)s of the conversations, talking itself helped.", share=share)


def kinds(report: Report) -> str:
    """Say which share of the answered attempts became a conversation."""
    talk = next(cell for cell in report.kinds if cell.name == "conversation")
    if talk.share is None:
        return too_few()
    share = percent(talk.share, 1)
    return gettext("Of the answered attempts, %(share)s became a conversation.", share=share)


def topics_by_channel(report: Report) -> str:
    """Say which topic is the most frequent by each channel."""
    said = []
    for channel, by_channel in BY_CHANNEL.items():
        cells = [cell for cell in report.topics_by_channel if cell.name.endswith(f" {channel}")]
        first = _largest([cell for cell in cells if not cell.name.startswith("other ")])
        if first is not None:
            topic = name(first.name.split(" ")[0]).lower()
            said.append(gettext("%(by_channel)s it is %(topic)s",
                                by_channel=gettext(by_channel), topic=topic))  # fmt: skip
    if not said:
        return too_few()
    return gettext(
        "Of the topics shown, the most frequent by channel: %(said)s.", said="; ".join(said)
    )


def trend(first: tuple[str, float], last: tuple[str, float], topic: str) -> str:
    """Say how the share of the most frequent topic went: (period, share) of the first and last."""
    points = round((last[1] - first[1]) * 100, 1)
    went = (
        gettext("as often as before") if not points
        else gettext("%(points)s percentage points more", points=number(points, 1)) if points > 0
        else gettext("%(points)s percentage points less", points=number(-points, 1))
    )  # fmt: skip
    return gettext(
        "%(topic)s came up in %(before)s of the conversations of %(first)s, and in %(after)s of"
        " those of %(last)s: %(went)s.",
        topic=name(topic), before=percent(first[1], 1), first=first[0],
        after=percent(last[1], 1), last=last[0], went=went,
    )  # fmt: skip


def progress(reports: Sequence[Report]) -> str:
    """Say how many conversations the first and the last period had."""
    first, last = reports[0], reports[-1]
    if first.conversations is None or last.conversations is None:
        return too_few()
    return gettext(
        "From %(before)s conversations in %(first)s to %(after)s in %(last)s.",
        before=number(first.conversations), first=period_name(period_of(first.period)),
        after=number(last.conversations), last=period_name(period_of(last.period)),
    )  # fmt: skip


def referrals(report: Report) -> str:
    """Say how many were referred, and to whom most."""
    found = report.referrals
    if found.total is None:
        return too_few()
    said = gettext("%(count)s help seekers were referred.", count=number(found.total))
    first = _largest(found.by_partner)
    if first is None or first.share is None:
        return said
    most = gettext("Of these, %(share)s to %(partner)s.", share=percent(first.share, 1),
                   partner=name(first.name))  # fmt: skip
    return f"{said} {most}"


def handovers(report: Report) -> str:
    """Say which share of the warm handovers was connected."""
    connected = next(one for one in report.referrals.handovers if one.name == "connected")
    if connected.share is None:
        return too_few()
    share = percent(connected.share, 1)
    return gettext("Of the warm handovers, %(share)s were connected.", share=share)


def roster(report: Report) -> str:
    """Say which share of the hours wanted was covered."""
    if not report.hours_wanted:
        return gettext("No shift was planned.")
    share = percent(report.hours_covered / report.hours_wanted, 1)
    return gettext("Of the hours wanted, %(share)s were covered.", share=share)


def _largest(cells: list[Cell]) -> Cell | None:
    shown = [cell for cell in cells if cell.count is not None]
    return max(shown, key=lambda cell: cell.count or 0) if shown else None


def _is_most(first: Cell, cells: list[Cell], whole: int | None) -> bool:
    """Return whether no cell that is not shown can be larger than the first of those shown."""
    shown = [cell.count for cell in cells if cell.count is not None]
    if len(shown) == len(cells):
        return True
    return whole is not None and first.count is not None and whole - sum(shown) <= first.count
