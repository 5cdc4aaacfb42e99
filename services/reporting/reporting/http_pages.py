"""Reporting's pages for people."""

import asyncio
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from shared.http import database, problems
from shared.pages.route import PageRoute

from reporting import queries
from reporting.http_api import MonthInPath, newest_month, readable_report
from reporting.pages.page import index_page, report_page

router = APIRouter(tags=["pages"], default_response_class=HTMLResponse, route_class=PageRoute)

MOST_MONTHS = 240  # the index lists twenty years
# A page has no script and fetches nothing.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    )
}


@router.get("/reporting/months", responses=problems())
async def get_index(request: Request) -> HTMLResponse:
    """Return the page that leads to the reports of all months and locations."""
    async with database(request).read() as session:
        months = await queries.months(session, newest_month(request), MOST_MONTHS)
        locations = await queries.locations_by_name(session)
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
    report = await readable_report(month, location_id, request)
    # Drawing takes a tenth of a second: in a thread, so that other requests go on.
    return HTMLResponse(await asyncio.to_thread(report_page, report), headers=HEADERS)
