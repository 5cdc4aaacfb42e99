"""Reads for GET."""

from uuid import UUID

from shared.database import Connection, Database, raw
from shared.http import Page
from shared.refusals import NotFound
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.figures import read_figures
from reporting.month_report import month_report
from reporting.rules.month import TIME_ZONE, Month
from reporting.tables import Location
from reporting.views import LocationView, MonthReport, ReportLink, TotalsView

MONTHS = f"""
SELECT to_char(month, 'YYYY-MM') AS month FROM (
    SELECT date_trunc('month', started_quarter AT TIME ZONE '{TIME_ZONE.key}') AS month
    FROM contact WHERE kind <> 'test'
    UNION SELECT date_trunc('month', offered_quarter AT TIME ZONE '{TIME_ZONE.key}')
    FROM missed_attempt
) AS attempted ORDER BY month DESC
"""  # noqa: S608 (the time zone is ours)

TOTALS = """
SELECT
    (SELECT count(*) FROM contact) AS contacts_handled,
    (SELECT count(*) FROM contact WHERE kind = 'conversation') AS conversations,
    (SELECT count(*) FROM missed_attempt) AS contacts_missed,
    (SELECT count(*) FROM referral) AS referrals_made,
    (SELECT count(*) FROM location) AS locations,
    (SELECT count(*) FROM volunteer) AS volunteers_admitted,
    (SELECT count(*) FROM shift) AS shifts_opened,
    (SELECT count(*) FROM cancelled_shift) AS shifts_cancelled,
    (SELECT count(*) FROM shift_place WHERE taken) AS places_taken,
    (SELECT count(DISTINCT code) FROM municipality) AS municipalities,
    (SELECT count(*) FROM contract) AS contracts_signed,
    (SELECT count(*) FROM settlement) AS years_settled,
    (SELECT count(*) FROM invoice) AS invoices_issued,
    (SELECT coalesce(sum(total), 0)::numeric(14, 2) FROM invoice) AS invoiced_total,
    (SELECT count(*) FROM inbox) AS events_projected
"""


class LocationNotFound(NotFound):
    """No location was opened by this id, or its event is still under way."""


async def report(database: Database, month: Month, location_id: UUID | None) -> MonthReport:
    """Return a month's report; raises `LocationNotFound`."""
    async with database.read() as session:
        place = await location(session, location_id) if location_id else None
        return month_report(
            month, place, await read_figures(await raw(session), month, location_id)
        )


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


async def months(session: AsyncSession) -> list[ReportLink]:
    """Return the months in which attempts came, the newest first, and where their reports are."""
    connection = await raw(session)
    return [
        ReportLink(
            month=row["month"],
            report=f"/v1/reports/{row['month']}",
            page=f"/v1/reports/{row['month']}/page",
        )
        for row in await connection.fetch(MONTHS)
    ]


async def totals(connection: Connection) -> TotalsView:
    """Return how many of each there are, at one moment."""
    row = await connection.fetchrow(TOTALS)
    assert row is not None
    return TotalsView(**row)


def _view(row: Location) -> LocationView:
    return LocationView.model_validate(row, from_attributes=True)
