"""Month reports, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi import Path as FromPath
from shared.access import Guarded
from shared.http import Limit, Page, database, now, problems
from shared.month import PATTERN, month_of

from reporting.month_report import queries
from reporting.month_report.rules.reading import newest_readable
from reporting.month_report.views import MonthReport, ReportLink

router = APIRouter(prefix="/v1", tags=["reporting"], route_class=Guarded)

MonthInPath = Annotated[str, FromPath(pattern=PATTERN, examples=["2016-03"])]
MonthCursor = Annotated[str | None, Query(pattern=PATTERN)]


@router.get("/reports", responses=problems())
async def get_reports(
    request: Request, cursor: MonthCursor = None, limit: Limit = 100
) -> Page[ReportLink]:
    """List the months that have data and that the role may read, the newest first."""
    newest = newest_readable(request.state.caller.roles, now())
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
    roles = request.state.caller.roles
    return await queries.report(database(request), month_of(month), None, roles, now())


@router.get("/reports/{month}/locations/{location_id}", responses=problems(404))
async def get_location_report(
    month: MonthInPath, location_id: UUID, request: Request
) -> MonthReport:
    """Return the report of a month (Europe/Amsterdam) for one location; 403 as nationally."""
    roles = request.state.caller.roles
    return await queries.report(database(request), month_of(month), location_id, roles, now())
