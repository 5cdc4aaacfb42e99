"""Month reports, as pages for people."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Path as FromPath
from fastapi import Request
from fastapi.responses import HTMLResponse
from shared.http import database, now
from shared.month import PATTERN, month_of
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import show

from reporting.locations.queries import locations_by_name
from reporting.month_report import queries, words
from reporting.month_report.charts import charts
from reporting.month_report.rules.reading import newest_readable
from reporting.month_report.sentences import opening

router = pages_router("/reporting/months")

MonthInPath = Annotated[str, FromPath(pattern=PATTERN)]
MAX_MONTHS = 240  # the index lists twenty years


@router.get("")
async def get_months(request: Request) -> HTMLResponse:
    """Return the page that lists the months that the role may read, the newest first."""
    newest = newest_readable(request.state.caller.roles, now())
    async with database(request).read() as session:
        months = await queries.months(session, newest, MAX_MONTHS)
    named = [(link.page, month_of(link.month)) for link in months]
    return show(
        request, "month_report/templates/months.html", months=named, month_name=words.month_name
    )


@router.get("/{month}")
async def get_month(month: MonthInPath, request: Request) -> HTMLResponse:
    """Return the report of a month for the whole country."""
    return await _report(month, None, request)


@router.get("/{month}/locations/{location_id}")
async def get_month_of_location(
    month: MonthInPath, location_id: UUID, request: Request
) -> HTMLResponse:
    """Return the report of a month for one location."""
    return await _report(month, location_id, request)


async def _report(month: str, location_id: UUID | None, request: Request) -> HTMLResponse:
    roles = request.state.caller.roles
    report = await queries.report(database(request), month_of(month), location_id, roles, now())
    locations = []
    if not roles.isdisjoint(request.app.state.gate.table[_LOCATION_ROW]):
        async with database(request).read() as session:
            locations = await locations_by_name(session)
    return show(
        request, "month_report/templates/report.html",
        report=report, locations=locations, opening=opening(report), words=words,
        month=month_of(report.month),
        place=report.location.name if report.location else gettext("The Netherlands"),
        charts=await asyncio.to_thread(charts, report),
    )  # fmt: skip


# Who may not read reports of locations gets no links to them.
_LOCATION_ROW = "GET /reporting/months/{month}/locations/{location_id}"
