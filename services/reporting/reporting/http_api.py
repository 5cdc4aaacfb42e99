"""Reporting's answers to programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi import Path as FromPath
from shared.access import Guarded
from shared.database import raw
from shared.http import Page, database, problems

from reporting import queries
from reporting.rules.month import month_of
from reporting.views import LocationView, MonthReport, ReportLink, TotalsView

router = APIRouter(prefix="/v1", tags=["reporting"], route_class=Guarded)

MONTH = r"^20\d\d-(0[1-9]|1[0-2])$"
MonthInPath = Annotated[str, FromPath(pattern=MONTH, examples=["2016-03"])]
MonthCursor = Annotated[str | None, Query(pattern=MONTH)]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("/reports", responses=problems())
async def get_reports(
    request: Request, cursor: MonthCursor = None, limit: Limit = 100
) -> Page[ReportLink]:
    """List the months that have data, the newest first, with the addresses of their reports."""
    async with database(request).read() as session:
        found = await queries.months(session)
    rest = [link for link in found if cursor is None or link.month < cursor]
    return Page(
        items=rest[:limit], next_cursor=rest[limit - 1].month if len(rest) > limit else None
    )


@router.get("/reports/{month}", responses=problems())
async def get_report(month: MonthInPath, request: Request) -> MonthReport:
    """Return the report of a month (Europe/Amsterdam) for the whole country."""
    return await queries.report(database(request), month_of(month), None)


@router.get("/reports/{month}/locations/{location_id}", responses=problems(404))
async def get_location_report(
    month: MonthInPath, location_id: UUID, request: Request
) -> MonthReport:
    """Return the report of a month (Europe/Amsterdam) for one location."""
    return await queries.report(database(request), month_of(month), location_id)


@router.get("/locations", responses=problems())
async def get_locations(
    request: Request, cursor: UUID | None = None, limit: Limit = 100
) -> Page[LocationView]:
    """List the locations."""
    async with database(request).read() as session:
        return await queries.locations(session, cursor, limit)


@router.get("/locations/{location_id}", responses=problems(404))
async def get_location(location_id: UUID, request: Request) -> LocationView:
    """Return one location."""
    async with database(request).read() as session:
        return await queries.location(session, location_id)


@router.get("/totals", responses=problems())
async def get_totals(request: Request) -> TotalsView:
    """Count what is in the projections, at one moment."""
    async with database(request).read() as session:
        return await queries.totals(await raw(session))
