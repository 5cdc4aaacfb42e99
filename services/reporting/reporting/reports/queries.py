"""Reads of reports, for GET: what is published, and a month that runs."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from shared.database import Database, raw
from shared.month import last_closed
from shared.roles import Role
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.books import queries as books
from reporting.books.assemble_report import Heading, Shown, assemble_report
from reporting.books.periods import Kind, Period, month
from reporting.books.views import Report, ReportLink
from reporting.counting.months_counted import months_counted
from reporting.counting.read_amounts import read_amounts
from reporting.counting.read_counts import read_counts
from reporting.counting.rules.month_table import COUNTED, month_table
from reporting.disclosure.rules.threshold import rounded
from reporting.locations.queries import location
from reporting.locations.views import LocationView
from reporting.reports.rules.reading import check_readable, counted_until, reads_running

# A month that is not closed shows attempts and their hours, and nothing of what callers told.
SHOWN_BEFORE_CLOSE = frozenset(
    {("totals", "attempts"), ("totals", "answered"), ("totals", "missed"), ("line", "answered"),
     *(("missed", name) for name in COUNTED["missed"]),
     *((figure, hour) for figure in ("answered_by_hour", "missed_by_hour")
       for hour in COUNTED[figure])}
)  # fmt: skip


async def report(
    database: Database, period: Period, place: str, roles: Collection[Role], now: datetime
) -> Report:
    """Return the report of a period and place: published, or of a month that runs.

    `place` is the country, a region by name, or a location's id. Raises `PeriodNotClosed` where
    none of the roles reads the period, `ReportNotPublished`, and `LocationNotFound`.
    """
    check_readable(period, roles, now)
    async with database.read() as session:
        there = await _location(session, place)
        if period.closes <= now:
            return (await books.published(session, period, place)).report()
        connection = await raw(session)
        until = counted_until(period.first, now)
        counts = await read_counts(connection, period.begins, until)
        amounts = await read_amounts(connection, period.begins, until, period.year)
    table = month_table(counts.places, counts.regions)
    heading = Heading(period, place, 0, None, until)
    return assemble_report(heading, there, _running(place, table.counts), 0, amounts)


def _running(place: str, counts: Mapping[tuple[str, ...], int]) -> Shown:
    shown = {name: rounded(counts.get((place, *name), 0)) for name in SHOWN_BEFORE_CLOSE}
    return Shown({name: count for name, count in shown.items() if count is not None})


async def corrected_since(session: AsyncSession, period: Period) -> list[books.Correction]:
    """Return the months of a quarter or year that were corrected after it was published, in order.

    Of a month that was corrected more than once: the newest correction.
    """
    if not period.parts:
        return []
    newest = {one.period: one for one in await books.corrections(session, period)}
    return [newest[one] for one in sorted(newest)]


async def periods(
    session: AsyncSession,
    kind: Kind,
    roles: Collection[Role],
    before: date,
    now: datetime,
    *,
    limit: int,
) -> list[ReportLink]:
    """Return the periods of a kind that begin before a day, the newest first, with addresses.

    Who may read months that run gets those that have attempts, too.
    """
    found: list[Period] = []
    if kind == "month" and reads_running(roles):
        running = await months_counted(await raw(session), last_closed(now).ends, now)
        found = [month(one) for one in reversed(running) if date(one.year, one.number, 1) < before]
    found += await books.published_periods(session, kind, before, limit)
    return [link(period) for period in found[:limit]]


def link(period: Period) -> ReportLink:
    """Return a period with the addresses of its national report."""
    return ReportLink(
        period=str(period), month=str(period) if period.kind == "month" else None,
        report=f"/v1/reports/{period}", page=f"/reporting/reports/{period}",
    )  # fmt: skip


async def _location(session: AsyncSession, place: str) -> LocationView | None:
    try:
        location_id = UUID(place)
    except ValueError:
        return None
    return await location(session, location_id)
