"""Reporting's answers to programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi import Path as FromPath
from shared.access import Guarded
from shared.http import Page, database, now, problems
from shared.month import PATTERN, Month, month_of

from reporting import queries
from reporting.rules.reading import check_readable, newest_readable
from reporting.views import LocationView, MonthReport, ReportLink

router = APIRouter(prefix="/v1", tags=["reporting"], route_class=Guarded)

MonthInPath = Annotated[str, FromPath(pattern=PATTERN, examples=["2016-03"])]
MonthCursor = Annotated[str | None, Query(pattern=PATTERN)]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("/reports", responses=problems())
async def get_reports(
    request: Request, cursor: MonthCursor = None, limit: Limit = 100
) -> Page[ReportLink]:
    """List the months that have data and that the role may read, the newest first."""
    newest = newest_month(request)
    if cursor is not None:
        newest = min(newest, month_of(cursor).before())
    async with database(request).read() as session:
        found = await queries.months(session, newest, limit + 1)
    return Page(
        items=found[:limit], next_cursor=found[limit - 1].month if len(found) > limit else None
    )


@router.get("/reports/{month}", responses=problems())
async def get_report(month: MonthInPath, request: Request) -> MonthReport:
    """Return the report of a month (Europe/Amsterdam) for the whole country.

    403 `month-not-closed` until a week after its end; coordinators read it up to last midnight.
    """
    return await readable_report(month, None, request)


@router.get("/reports/{month}/locations/{location_id}", responses=problems(404))
async def get_location_report(
    month: MonthInPath, location_id: UUID, request: Request
) -> MonthReport:
    """Return the report of a month (Europe/Amsterdam) for one location; 403 as nationally."""
    return await readable_report(month, location_id, request)


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


def newest_month(request: Request) -> Month:
    """Return the newest month that who asks may read."""
    return newest_readable(request.state.caller.roles, now())


async def readable_report(month: str, location_id: UUID | None, request: Request) -> MonthReport:
    """Return a report if who asks may read its month; raises `MonthNotClosed`."""
    moment, wanted = now(), month_of(month)
    check_readable(wanted, request.state.caller.roles, moment)
    return await queries.report(database(request), wanted, location_id, moment)
