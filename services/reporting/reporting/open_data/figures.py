"""The figures of the open data: what each means, and which cells of a report it has.

All comes from published reports, in which what must not be shown is None already.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.pages.language import N_

from reporting.books.views import Cell, Report

TOTAL = "total"  # the name of a figure that has no parts
FigureCell = tuple[str, int | None, float | None]
"""Name, count and share of 1; a count and its share are None where they must not be shown."""


@dataclass(frozen=True)
class Figure:
    """What a figure counts, in English, which is translated, and where a report has its cells.

    Of `country_only` a region has no rows: nearly all of them would be hidden.
    """

    means: str
    cells: Callable[[Report], Iterable[FigureCell]]
    country_only: bool = False


def _total(of: Callable[[Report], int | None]) -> Callable[[Report], Iterable[FigureCell]]:
    return lambda report: [(TOTAL, of(report), None)]


def _parts(of: Callable[[Report], list[Cell]]) -> Callable[[Report], Iterable[FigureCell]]:
    return lambda report: [(cell.name, cell.count, cell.share) for cell in of(report)]


def _counts(
    of: Callable[[Report], Iterable[Any]], name: str, count: str
) -> Callable[[Report], Iterable[FigureCell]]:
    return lambda report: [
        (str(getattr(part, name)), getattr(part, count), None) for part in of(report)
    ]


FIGURES: Mapping[str, Figure] = {
    "attempts": Figure(
        N_("Attempts to reach the helpline: calls, chats and emails, answered or not."),
        _total(lambda report: report.attempts),
    ),
    "answered": Figure(
        N_("Attempts that were answered; of a region those answered there, on whichever line."),
        _total(lambda report: report.answered),
    ),
    "line_answered": Figure(
        N_("Answered attempts of the answer rate; of a region those on its own numbers."),
        _total(lambda report: report.line_answered),
    ),
    "missed": Figure(
        N_("Attempts that nobody answered."), _total(lambda report: report.missed.total)
    ),
    "missed_by_reason": Figure(
        N_("Missed attempts by reason: hung up while waiting, no listener free, or closed."),
        lambda report: [
            ("abandoned", report.missed.abandoned, None),
            ("no_listener", report.missed.no_listener, None),
            ("closed", report.missed.closed, None),
        ],
    ),
    "answer_rate": Figure(
        N_("Share of the attempts during opening hours that were answered; it has no count."),
        lambda report: [(TOTAL, None, report.answer_rate)],
    ),
    "answer_rate_by_channel": Figure(
        N_("The answer rate of each channel."),
        lambda report: [(part.name, None, part.answer_rate) for part in report.channels],
        country_only=True,
    ),
    "answered_by_channel": Figure(
        N_("Answered attempts by channel, during opening hours."),
        _counts(lambda report: report.channels, "name", "answered"),
    ),
    "unanswered_by_channel": Figure(
        N_("Attempts during opening hours that nobody answered, by channel."),
        _counts(lambda report: report.channels, "name", "unanswered"),
    ),
    "waits": Figure(
        N_("Answered attempts by the seconds they waited at most; the share is of answered."),
        _parts(lambda report: report.waits),
    ),
    "answered_by_kind": Figure(
        N_("Answered attempts by what came of them; the share is of answered."),
        _parts(lambda report: report.kinds),
    ),
    "conversations": Figure(
        N_("Answered attempts that became a conversation."),
        _total(lambda report: report.conversations),
    ),
    "minutes": Figure(N_("Minutes spent in conversations."), _total(lambda report: report.minutes)),
    "conversations_by_channel": Figure(
        N_("Conversations by channel; the share is of all conversations."),
        _parts(lambda report: report.channel_mix),
    ),
    "topics": Figure(
        N_("Conversations by topic; one can have several, and the share is of all conversations."),
        _parts(lambda report: report.topics),
    ),
    "topics_by_channel": Figure(
        N_("Conversations by topic and channel; the share is of the channel's conversations."),
        _parts(lambda report: report.topics_by_channel),
        country_only=True,
    ),
    "outcomes": Figure(
        N_("Conversations by how they ended; the share is of all conversations."),
        _parts(lambda report: report.outcomes),
    ),
    "answered_by_hour": Figure(
        N_("Answered attempts by the hour of the day, 0 to 23, in Europe/Amsterdam."),
        _counts(lambda report: report.hours, "hour", "answered"),
        country_only=True,
    ),
    "missed_by_hour": Figure(
        N_("Missed attempts by the hour of the day, 0 to 23, in Europe/Amsterdam."),
        _counts(lambda report: report.hours, "hour", "missed"),
        country_only=True,
    ),
    "answered_by_weekday": Figure(
        N_("Answered attempts by the day of the week: Monday is 1, Sunday is 7."),
        _counts(lambda report: report.weekdays, "weekday", "answered"),
    ),
    "missed_by_weekday": Figure(
        N_("Missed attempts by the day of the week: Monday is 1, Sunday is 7."),
        _counts(lambda report: report.weekdays, "weekday", "missed"),
    ),
    "referrals": Figure(
        N_("Help seekers who were referred to a partner."),
        _total(lambda report: report.referrals.total),
    ),
    "referrals_by_partner": Figure(
        N_("Referrals by partner; the share is of all referrals."),
        _parts(lambda report: report.referrals.by_partner),
    ),
    "referrals_by_mode": Figure(
        N_("Referrals by how they were made; the share is of all referrals."),
        _parts(lambda report: report.referrals.by_mode),
    ),
    "handovers": Figure(
        N_("Warm handovers by how they ended; the share is of those whose end is known."),
        _parts(lambda report: report.referrals.handovers),
    ),
}
