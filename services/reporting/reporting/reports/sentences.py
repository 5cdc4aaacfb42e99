"""The sentences of a report: each says in words what a figure shows.

A sentence uses only counts that may be shown, so a count in it is ten at least and always plural.
Where too little may be shown, the sentence says so.
"""

from shared.pages.formats import day, number, percent
from shared.pages.language import N_, gettext

from reporting.books.periods import period_of
from reporting.books.views import Cell, HourView, Report
from reporting.disclosure.rules.threshold import SHARE_DECIMALS, half_up
from reporting.reports.plots import OFFICE_CLOSES, OFFICE_OPENS
from reporting.reports.words import name, period_name

BY_CHANNEL = {
    "telephone": N_("by telephone"),
    "chat": N_("by chat"),
    "email": N_("by email"),
}


def too_few() -> str:
    """Say that the counts are too small."""
    return gettext("The numbers of this month are too small to say more here.")


def opening(report: Report) -> str:
    """Say how many attempts came, how many were answered, and how many conversations followed."""
    said = _attempts_said(report)
    if said and report.conversations is not None:
        count = number(report.conversations)
        said.append(gettext("They led to %(count)s conversations.", count=count))
    if not report.closed:
        counted = gettext(
            "The month is not closed yet: attempts are counted up to %(day)s, 0:00.",
            day=day(report.counted_until),
        )
        said.append(counted)
    return " ".join(said) or too_few()


def _attempts_said(report: Report) -> list[str]:
    month = period_name(period_of(report.period))
    if report.location:
        if report.answered is None:
            return []
        said = gettext(
            "In %(month)s, %(count)s attempts were answered at location %(place)s.",
            month=month, count=number(report.answered), place=report.location.name,
        )  # fmt: skip
        return [said]
    if report.attempts is None:
        return []
    said = gettext(
        "In %(month)s, people sought contact %(count)s times, by telephone, chat or email.",
        month=month, count=number(report.attempts),
    )  # fmt: skip
    if report.answered is None:
        return [said]
    answered = number(report.answered)
    return [said, gettext("%(count)s of these attempts were answered.", count=answered)]


def hours(report: Report) -> str:
    """Say at what hour most attempts came, and how many outside office hours."""
    counts = [
        (hour.answered if report.location else _attempts(hour), hour.hour) for hour in report.hours
    ]
    known = [(count, hour) for count, hour in counts if count is not None]
    if not known:
        return too_few()
    busiest = max(known)[1]
    text = gettext(
        "It is busiest between %(start)s:00 and %(end)s:00.", start=busiest, end=busiest + 1
    )
    if len(known) < len(counts):
        return text
    total = sum(count for count, _ in known)
    outside = sum(count for count, hour in known if not OFFICE_OPENS <= hour < OFFICE_CLOSES)
    part = gettext(
        "%(share)s of the attempts come outside office hours (between %(closes)s:00 and"
        " %(opens)s:00).",
        share=percent(half_up(outside, total, SHARE_DECIMALS), 1),
        closes=OFFICE_CLOSES, opens=OFFICE_OPENS,
    )  # fmt: skip
    return f"{text} {part}"


def reach(report: Report) -> str:
    """Say which share of the attempts during opening hours was answered."""
    if report.answer_rate is None:
        return too_few()
    share = percent(report.answer_rate, 1)
    if report.location:
        return gettext(
            "Of the attempts on the location's own number during opening hours, %(share)s were"
            " answered.",
            share=share,
        )
    return gettext("Of the attempts during opening hours, %(share)s were answered.", share=share)


def channels(report: Report) -> str:
    """Say by which channel most conversations were."""
    first = _largest(report.channel_mix)
    if first is None:
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
        most = gettext("The most frequent topic is %(topic)s.", topic=topic)
    else:
        most = gettext(
            "The most frequent topic is %(topic)s, in %(share)s of the conversations.",
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


def _attempts(hour: HourView) -> int | None:
    if hour.answered is None or hour.missed is None:
        return None
    return hour.answered + hour.missed


def _largest(cells: list[Cell]) -> Cell | None:
    shown = [cell for cell in cells if cell.count is not None]
    return max(shown, key=lambda cell: cell.count or 0) if shown else None
