"""Reports, as pages for people."""

import asyncio
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Path as FromPath
from fastapi import Request
from fastapi.responses import HTMLResponse
from shared.events.vocabulary import Province
from shared.http import database, now
from shared.pages.route import pages_router
from shared.pages.show import show

from reporting.books.periods import PATTERN, period_of
from reporting.counting.rules.month_table import COUNTRY
from reporting.locations.queries import locations_by_name
from reporting.reports import queries, words
from reporting.reports.charts import charts
from reporting.reports.sentences import opening

router = pages_router("/reporting/reports")

PeriodInPath = Annotated[str, FromPath(pattern=PATTERN)]
MAX_MONTHS = 240  # the index lists twenty years


@router.get("")
async def get_reports(request: Request) -> HTMLResponse:
    """Return the page that lists the periods that the role may read, the newest first."""
    roles, at = request.state.caller.roles, now()
    async with database(request).read() as session:
        months = await queries.periods(session, "month", roles, date.max, at, limit=MAX_MONTHS)
    named = [(link.page, period_of(link.period)) for link in months]
    return show(
        request, "reports/templates/periods.html", periods=named, period_name=words.period_name
    )


@router.get("/{period}")
async def get_report(period: PeriodInPath, request: Request) -> HTMLResponse:
    """Return the report of a period for the whole country."""
    return await _report(period, COUNTRY, request)


@router.get("/{period}/regions/{region}")
async def get_region_report(
    period: PeriodInPath, region: Province, request: Request
) -> HTMLResponse:
    """Return the report of a period for the locations of a region."""
    return await _report(period, region, request)


@router.get("/{period}/locations/{location_id}")
async def get_location_report(
    period: PeriodInPath, location_id: UUID, request: Request
) -> HTMLResponse:
    """Return the report of a period for one location."""
    return await _report(period, str(location_id), request)


async def _report(name: str, place: str, request: Request) -> HTMLResponse:
    roles, period = request.state.caller.roles, period_of(name)
    report = await queries.report(database(request), period, place, roles, now())
    locations = []
    if not roles.isdisjoint(request.app.state.gate.table[_LOCATION_ROW]):
        async with database(request).read() as session:
            locations = await locations_by_name(session)
    return show(
        request, "reports/templates/report.html",
        report=report, locations=locations, opening=opening(report), words=words, period=period,
        place=words.place_name(report),
        charts=await asyncio.to_thread(charts, report),
    )  # fmt: skip


# Who may not read reports of locations gets no links to them.
_LOCATION_ROW = "GET /reporting/reports/{period}/locations/{location_id}"
