"""Month reports, as pages for people."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi import Path as FromPath
from fastapi.responses import HTMLResponse
from shared.http import database, now, problems
from shared.month import PATTERN, month_of
from shared.pages.route import PageRoute

from reporting.locations.queries import locations_by_name
from reporting.month_report import queries
from reporting.month_report.report_page import index_page, report_page
from reporting.month_report.rules.reading import newest_readable

router = APIRouter(tags=["pages"], default_response_class=HTMLResponse, route_class=PageRoute)

MonthInPath = Annotated[str, FromPath(pattern=PATTERN, examples=["2016-03"])]
MAX_MONTHS = 240  # the index lists twenty years
# A page has no script and loads nothing.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    )
}


@router.get("/reporting/months", responses=problems())
async def get_index(request: Request) -> HTMLResponse:
    """Return the page that lists the reports of all months and locations."""
    newest = newest_readable(request.state.caller.roles, now())
    async with database(request).read() as session:
        months = await queries.months(session, newest, MAX_MONTHS)
        locations = await locations_by_name(session)
    return HTMLResponse(index_page(months, locations), headers=HEADERS)


@router.get("/reporting/months/{month}", responses=problems())
async def get_report_page(month: MonthInPath, request: Request) -> HTMLResponse:
    """Return the report of a month for the whole country as a page."""
    return await _page(month, None, request)


@router.get("/reporting/months/{month}/locations/{location_id}", responses=problems(404))
async def get_location_report_page(
    month: MonthInPath, location_id: UUID, request: Request
) -> HTMLResponse:
    """Return the report of a month for one location as a page."""
    return await _page(month, location_id, request)


async def _page(month: str, location_id: UUID | None, request: Request) -> HTMLResponse:
    roles = request.state.caller.roles
    report = await queries.report(database(request), month_of(month), location_id, roles, now())
    # Drawing the plots takes a tenth of a second: it runs in a thread.
    return HTMLResponse(await asyncio.to_thread(report_page, report), headers=HEADERS)
