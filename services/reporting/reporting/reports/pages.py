"""Reports, as pages for people, and the files that these lead to."""

import asyncio
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Path as FromPath
from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from shared.events.vocabulary import Province
from shared.http import database, now
from shared.pages.language import language
from shared.pages.route import pages_router
from shared.pages.show import show

from reporting.books import queries as books
from reporting.books.periods import PATTERN, Period, period_of
from reporting.counting.rules.month_table import COUNTRY
from reporting.locations.queries import locations_by_name
from reporting.reports import notes, queries, words
from reporting.reports.calendar import years
from reporting.reports.draw_charts import draw_charts
from reporting.reports.files import csv_of, pdf_of
from reporting.reports.key_figures import key_figures
from reporting.reports.places import PlaceLink, address, places_of
from reporting.reports.read_whole import read_whole
from reporting.reports.sentences import opening

router = pages_router("/reporting/reports")

PeriodInPath = Annotated[str, FromPath(pattern=PATTERN)]
MAX_MONTHS = 12  # months that run, or that are not closed yet
LOCATION_ROW = "GET /reporting/reports/{period}/locations/{location_id}"
MUNICIPALITY_ROW = "GET /reporting/reports/{period}/municipalities/{code}"


@router.get("")
async def get_reports(request: Request) -> HTMLResponse:
    """Return the page that lists the periods that the role may read, the newest year first."""
    roles = request.state.caller.roles
    async with database(request).read() as session:
        published = await books.all_published(session)
        running = await queries.periods(session, "month", roles, date.max, now(), limit=MAX_MONTHS)
    open_months = [period_of(one.period) for one in running if period_of(one.period) not in
                   set(published)]  # fmt: skip
    newest = next((one for one in published if one.kind == "month"), None)
    return show(
        request, "reports/templates/periods.html",
        years=years(published), running=open_months, newest=newest, words=words,
        places=await _places(request, newest, COUNTRY) if newest else [],
    )  # fmt: skip


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


@router.get("/{period}/pdf", response_class=Response)
async def get_report_pdf(period: PeriodInPath, request: Request) -> Response:
    """Return the report of a period as PDF, in the language of the pages."""
    return await pdf_of(request, period, COUNTRY, language())


@router.get("/{period}/csv", response_class=Response)
async def get_report_csv(period: PeriodInPath, request: Request) -> Response:
    """Return the figures of a period as CSV, each with what it counts."""
    return await csv_of(request, period, COUNTRY, language())


@router.get("/{period}/regions/{region}/pdf", response_class=Response)
async def get_region_report_pdf(
    period: PeriodInPath, region: Province, request: Request
) -> Response:
    """Return the report of a region as PDF."""
    return await pdf_of(request, period, region, language())


@router.get("/{period}/regions/{region}/csv", response_class=Response)
async def get_region_report_csv(
    period: PeriodInPath, region: Province, request: Request
) -> Response:
    """Return the figures of a region as CSV."""
    return await csv_of(request, period, region, language())


@router.get("/{period}/locations/{location_id}/pdf", response_class=Response)
async def get_location_report_pdf(
    period: PeriodInPath, location_id: UUID, request: Request
) -> Response:
    """Return the report of a location as PDF."""
    return await pdf_of(request, period, str(location_id), language())


@router.get("/{period}/locations/{location_id}/csv", response_class=Response)
async def get_location_report_csv(
    period: PeriodInPath, location_id: UUID, request: Request
) -> Response:
    """Return the figures of a location as CSV."""
    return await csv_of(request, period, str(location_id), language())


async def _report(name: str, place: str, request: Request) -> HTMLResponse:
    roles, period = request.state.caller.roles, period_of(name)
    whole = await read_whole(database(request), period, place, roles, now())
    return show(
        request, "reports/templates/report.html",
        whole=whole, report=whole.report, period=period, words=words, notes=notes,
        opening=opening(whole.report), keys=key_figures(whole.report),
        place=words.place_name(whole.report), places=await _places(request, period, place),
        address=lambda of: address(of, place), municipalities=_may(request, MUNICIPALITY_ROW),
        charts=await asyncio.to_thread(draw_charts, whole.report, whole.series),
    )  # fmt: skip


async def _places(request: Request, period: Period, place: str) -> list[PlaceLink]:
    """Return the places of which the role may read a report of the period."""
    async with database(request).read() as session:
        locations = await locations_by_name(session)
        names = {COUNTRY, *(one.region for one in locations),
                 *(str(one.location_id) for one in locations)}  # fmt: skip
        # A month that runs has a report of every place.
        published = await books.published_places(session, period, names) or names
    found = places_of(period, locations, published, place)
    return [one for one in found if _may(request, LOCATION_ROW) or not one.is_location]


def _may(request: Request, row: str) -> bool:
    # Who may not read a page gets no links to it.
    return not request.state.caller.roles.isdisjoint(request.app.state.gate.table.get(row, {}))
