"""All figures of a report as one list: what its CSV has in rows, and what a correction compares."""

from collections.abc import Iterable, Iterator

from reporting.books.views import Cell, Report
from reporting.reports.rules.figure import Figure


def figures(report: Report) -> list[Figure]:
    """Return all figures of a report, in the order of the definitions."""
    return [
        *_attempts(report), *_talk(report), *_when(report), *_referrals(report),
        Figure("hours_wanted", "", report.hours_wanted),
        Figure("hours_covered", "", report.hours_covered),
        Figure("volunteers_on_duty", "", report.volunteers_on_duty),
        *_money(report),
    ]  # fmt: skip


def _attempts(report: Report) -> Iterator[Figure]:
    missed = report.missed
    yield Figure("attempts", "", report.attempts)
    yield Figure("answered", "", report.answered)
    yield Figure("line_answered", "", report.line_answered)
    yield Figure("missed", "", missed.total)
    yield Figure("missed", "abandoned", missed.abandoned)
    yield Figure("missed", "no_listener", missed.no_listener)
    yield Figure("missed", "closed", missed.closed)
    yield Figure("answer_rate", "", report.answer_rate)
    for one in report.channels:
        yield Figure("answered_by_channel", one.name, one.answered)
        yield Figure("unanswered_by_channel", one.name, one.unanswered)
        yield Figure("answer_rate_by_channel", one.name, one.answer_rate)
    yield from _cells("waits", report.waits)


def _talk(report: Report) -> Iterator[Figure]:
    yield Figure("conversations", "", report.conversations)
    yield Figure("minutes", "", report.minutes)
    yield Figure("average_minutes", "", report.average_minutes)
    yield from _cells("channels", report.channel_mix)
    yield from _cells("kinds", report.kinds)
    yield from _cells("topics", report.topics)
    yield from _cells("topics_by_channel", report.topics_by_channel)
    yield from _cells("outcomes", report.outcomes)


def _when(report: Report) -> Iterator[Figure]:
    for hour in report.hours:
        yield Figure("answered_by_hour", str(hour.hour), hour.answered)
        yield Figure("missed_by_hour", str(hour.hour), hour.missed)
    for day in report.weekdays:
        yield Figure("answered_by_weekday", str(day.weekday), day.answered)
        yield Figure("missed_by_weekday", str(day.weekday), day.missed)


def _referrals(report: Report) -> Iterator[Figure]:
    yield Figure("referrals", "", report.referrals.total)
    yield from _cells("referral_partners", report.referrals.by_partner)
    yield from _cells("referral_modes", report.referrals.by_mode)
    yield Figure("handovers", "", report.referrals.settled)
    yield from _cells("handover_outcomes", report.referrals.handovers)


def _money(report: Report) -> Iterator[Figure]:
    if report.participation:
        settled = report.participation
        yield Figure("participating_inhabitants", "", settled.participating_inhabitants)
        yield Figure("eligible_inhabitants", "", settled.eligible_inhabitants)
        yield Figure("participation", "", settled.share)
        yield Figure("budget", "", settled.budget)
        yield Figure("price", "", settled.price_per_inhabitant)
    if report.invoiced:
        yield Figure("invoices", "", report.invoiced.invoices)
        yield Figure("invoiced", "", report.invoiced.total)


def _cells(key: str, cells: Iterable[Cell]) -> Iterator[Figure]:
    return (Figure(key, cell.name, cell.count, cell.share) for cell in cells)
