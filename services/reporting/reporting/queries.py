"""Reads for GET."""

import asyncio
from datetime import datetime
from uuid import UUID

from shared.database import Database, raw
from shared.http import Page
from shared.month import TIME_ZONE, Month
from shared.refusals import NotFound
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.figures import read_figures
from reporting.month_report import month_report
from reporting.rules.reading import counted_until, is_closed
from reporting.tables import Location
from reporting.views import LocationView, MonthReport, ReportLink

# `month` is midnight of its first day in Amsterdam, without a time zone.
BEGINS = f"found.month AT TIME ZONE '{TIME_ZONE.key}'"
NEWEST = f"""
SELECT date_trunc('month', greatest(
    (SELECT started_quarter FROM contact WHERE kind <> 'test' AND started_quarter < {{before}}
     ORDER BY started_quarter DESC LIMIT 1),
    (SELECT offered_quarter FROM missed_attempt WHERE offered_quarter < {{before}}
     ORDER BY offered_quarter DESC LIMIT 1)
) AT TIME ZONE '{TIME_ZONE.key}') AS month
"""  # noqa: S608 (the time zone is ours)
# The newest month up to $1 with attempts, then the newest before that, and so on: an index is
# looked into twice for each month, however much there is of it. $2: at most so many.
MONTHS = f"""
WITH RECURSIVE found AS (
    SELECT newest.month, 1 AS place FROM ({NEWEST.format(before="$1")}) AS newest
    UNION ALL
    SELECT newest.month, place + 1
    FROM found, LATERAL ({NEWEST.format(before=BEGINS)}) AS newest
    WHERE found.month IS NOT NULL AND place < $2
)
SELECT to_char(month, 'YYYY-MM') AS month FROM found WHERE month IS NOT NULL ORDER BY place
"""  # noqa: S608 (the time zone is ours)


class LocationNotFound(NotFound):
    """No location was opened by this id, or its event is still under way."""


async def report(
    database: Database, month: Month, location_id: UUID | None, now: datetime
) -> MonthReport:
    """Return a month's report; raises `LocationNotFound`."""
    until, closed = counted_until(month, now), is_closed(month, now)
    async with database.read() as session:
        place = await location(session, location_id) if location_id else None
        figures = await read_figures(await raw(session), month, until, location_id)
    # Disclosure control takes a while where the month was not read before: in a thread.
    return await asyncio.to_thread(month_report, month, place, figures, until=until, closed=closed)


async def location(session: AsyncSession, location_id: UUID) -> LocationView:
    """Return a location; raises `LocationNotFound`."""
    row = await session.get(Location, location_id)
    if row is None:
        raise LocationNotFound(f"there is no location {location_id}")
    return _view(row)


async def locations(session: AsyncSession, cursor: UUID | None, limit: int) -> Page[LocationView]:
    """Return a page of the locations; the cursor is the last id of the page before."""
    query = select(Location).order_by(col(Location.location_id)).limit(limit + 1)
    if cursor:
        query = query.where(col(Location.location_id) > cursor)
    rows = (await session.exec(query)).all()
    more = str(rows[limit - 1].location_id) if len(rows) > limit else None
    return Page(items=[_view(row) for row in rows[:limit]], next_cursor=more)


async def locations_by_name(session: AsyncSession) -> list[LocationView]:
    """Return all locations in the order in which a reader looks for one."""
    return [_view(row) for row in await session.exec(select(Location).order_by(Location.name))]


async def months(session: AsyncSession, newest: Month, limit: int) -> list[ReportLink]:
    """Return the months in which attempts came, from `newest` back, and their reports."""
    connection = await raw(session)
    return [
        ReportLink(
            month=row["month"],
            report=f"/v1/reports/{row['month']}",
            page=f"/v1/reports/{row['month']}/page",
        )
        for row in await connection.fetch(MONTHS, newest.ends, limit)
    ]


def _view(row: Location) -> LocationView:
    return LocationView.model_validate(row, from_attributes=True)
