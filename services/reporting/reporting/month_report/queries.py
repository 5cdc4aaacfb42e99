"""Reads of month reports, for GET."""

import asyncio
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from shared.database import Database, raw
from shared.month import TIME_ZONE, Month
from shared.roles import Role
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.locations.queries import location
from reporting.month_report.assemble_report import assemble_report
from reporting.month_report.figures import read_figures
from reporting.month_report.rules.reading import check_readable, counted_until, is_closed
from reporting.month_report.views import MonthReport, ReportLink


def _newest_month_before(moment: str) -> str:
    """Return SQL for the newest month with attempts before `moment`, an SQL expression."""
    return f"""
    SELECT date_trunc('month', greatest(
        (SELECT started_quarter FROM contact WHERE kind <> 'test' AND started_quarter < {moment}
         ORDER BY started_quarter DESC LIMIT 1),
        (SELECT offered_quarter FROM missed_attempt WHERE offered_quarter < {moment}
         ORDER BY offered_quarter DESC LIMIT 1)
    ) AT TIME ZONE '{TIME_ZONE.key}') AS month
    """  # noqa: S608 (both are ours)


# Start at $1 and step back from month to month: two index lookups a month, however many rows
# there are. $2 is the largest number of months. A month in it is midnight of its first day in
# Amsterdam, without a time zone.
SELECT_MONTHS = f"""
WITH RECURSIVE found AS (
    SELECT newest.month, 1 AS place FROM ({_newest_month_before("$1")}) AS newest
    UNION ALL
    SELECT newest.month, place + 1
    FROM found,
        LATERAL ({_newest_month_before(f"found.month AT TIME ZONE '{TIME_ZONE.key}'")}) AS newest
    WHERE found.month IS NOT NULL AND place < $2
)
SELECT to_char(month, 'YYYY-MM') AS month FROM found WHERE month IS NOT NULL ORDER BY place
"""  # noqa: S608 (the time zone is ours)


async def report(
    database: Database,
    month: Month,
    location_id: UUID | None,
    roles: Collection[Role],
    now: datetime,
) -> MonthReport:
    """Return a month's report, of the country or of one location.

    Raises `MonthNotClosed` where none of the roles reads the month, and `LocationNotFound`.
    """
    check_readable(month, roles, now)
    until, closed = counted_until(month, now), is_closed(month, now)
    async with database.read() as session:
        place = await location(session, location_id) if location_id else None
        figures = await read_figures(await raw(session), month, until, location_id)
    # Disclosure control of a month that is not cached is slow: it runs in a thread.
    return await asyncio.to_thread(
        assemble_report, month, place, figures, until=until, closed=closed
    )


async def months(session: AsyncSession, newest: Month, limit: int) -> list[ReportLink]:
    """Return the months with attempts, from `newest` back, and the addresses of their reports."""
    connection = await raw(session)
    return [
        ReportLink(
            month=row["month"],
            report=f"/v1/reports/{row['month']}",
            page=f"/reporting/months/{row['month']}",
        )
        for row in await connection.fetch(SELECT_MONTHS, newest.ends, limit)
    ]
