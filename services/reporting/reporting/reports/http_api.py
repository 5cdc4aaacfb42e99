"""Reports, for programs: as JSON, PDF and CSV."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as FromPath
from shared.access import Guarded
from shared.events.vocabulary import Province
from shared.http import Limit, Page, database, now, problems
from shared.pages.language import speaking

from reporting.books.periods import PATTERN, Kind, period_of
from reporting.books.queries import Correction
from reporting.books.views import ReportLink
from reporting.counting.rules.month_table import COUNTRY
from reporting.reports import queries
from reporting.reports.definitions import DefinitionView, all_said
from reporting.reports.files import CSV, PDF, Language, csv_of, pdf_of
from reporting.reports.views import CorrectedMonth, ReportView

router = APIRouter(prefix="/v1", tags=["reporting"], route_class=Guarded)

PeriodInPath = Annotated[
    str,
    FromPath(
        pattern=PATTERN, examples=["2016-03"],
        description="a month `2016-03`, a quarter `2016-Q1`, or a year `2016`",
    ),
]  # fmt: skip
Spoken = Annotated[Language, Query(description="the language of the names in it")]
AS_PDF: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
A_PDF: dict[int | str, dict[str, Any]] = {200: {"content": {PDF: AS_PDF}}, **problems(404)}
A_CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {CSV: {"schema": {"type": "string"}}}},
    **problems(404),
}
DEFINITIONS = '</v1/report-definitions>; rel="describedby"'
PeriodCursor = Annotated[str | None, Query(pattern=PATTERN)]


@router.get("/reports", responses=problems())
async def get_reports(
    request: Request, kind: Kind = "month", cursor: PeriodCursor = None, limit: Limit = 100
) -> Page[ReportLink]:
    """List the published periods of a kind, the newest first; to coordinators also what runs."""
    before = date.max
    if cursor is not None:
        last = period_of(cursor)
        before = date(last.year, last.first.number, 1)
    roles = request.state.caller.roles
    async with database(request).read() as session:
        found = await queries.periods(session, kind, roles, before, now(), limit=limit + 1)
    return Page(
        items=found[:limit], next_cursor=found[limit - 1].period if len(found) > limit else None
    )


@router.get("/report-definitions", responses=problems())
async def get_report_definitions(request: Request, language: Spoken = "nl") -> list[DefinitionView]:
    """Return what every figure of a report is called, and what it counts."""
    with speaking(language, request.app.state.site.words):
        return all_said()


@router.get("/reports/{period}", responses=problems(404))
async def get_report(period: PeriodInPath, request: Request, response: Response) -> ReportView:
    """Return the report of a period (Europe/Amsterdam) for the whole country.

    403 `period-not-closed` until a week after its end, 404 `report-not-published`. Coordinators
    read a month that runs, up to last midnight and rounded. The header `Link` leads to what each
    figure counts.
    """
    return await _report(period, COUNTRY, request, response)


@router.get("/reports/{period}/regions/{region}", responses=problems(404))
async def get_region_report(
    period: PeriodInPath, region: Province, request: Request, response: Response
) -> ReportView:
    """Return the report of a period for the locations of a region (a province)."""
    return await _report(period, region, request, response)


@router.get("/reports/{period}/locations/{location_id}", responses=problems(404))
async def get_location_report(
    period: PeriodInPath, location_id: UUID, request: Request, response: Response
) -> ReportView:
    """Return the report of a period for one location; refused as nationally."""
    return await _report(period, str(location_id), request, response)


async def _report(period: str, place: str, request: Request, response: Response) -> ReportView:
    response.headers["Link"] = DEFINITIONS
    roles, of = request.state.caller.roles, period_of(period)
    report = await queries.report(database(request), of, place, roles, now())
    async with database(request).read() as session:
        since = await queries.corrected_since(session, of)
    return ReportView(**dict(report), corrected_since=[_corrected(one) for one in since])


def _corrected(one: Correction) -> CorrectedMonth:
    return CorrectedMonth(
        month=str(one.period), revision=one.revision, published_at=one.published_at,
        report=f"/v1/reports/{one.period}",
    )  # fmt: skip


@router.get("/reports/{period}/pdf", response_class=Response, responses=A_PDF)
async def get_report_pdf(
    period: PeriodInPath, request: Request, language: Spoken = "nl"
) -> Response:
    """Return the report of a period of the country as PDF/UA-1."""
    return await pdf_of(request, period, COUNTRY, language)


@router.get("/reports/{period}/csv", response_class=Response, responses=A_CSV)
async def get_report_csv(
    period: PeriodInPath, request: Request, language: Spoken = "nl"
) -> Response:
    """Return the report of a period of the country as CSV: a row for each figure."""
    return await csv_of(request, period, COUNTRY, language)


@router.get("/reports/{period}/regions/{region}/pdf", response_class=Response, responses=A_PDF)
async def get_region_report_pdf(
    period: PeriodInPath, region: Province, request: Request, language: Spoken = "nl"
) -> Response:
    """Return the report of a period of a region as PDF/UA-1."""
    return await pdf_of(request, period, region, language)


@router.get("/reports/{period}/regions/{region}/csv", response_class=Response, responses=A_CSV)
async def get_region_report_csv(
    period: PeriodInPath, region: Province, request: Request, language: Spoken = "nl"
) -> Response:
    """Return the report of a period of a region as CSV: a row for each figure."""
    return await csv_of(request, period, region, language)


@router.get(
    "/reports/{period}/locations/{location_id}/pdf", response_class=Response,
    responses=A_PDF,
)  # fmt: skip
async def get_location_report_pdf(
    period: PeriodInPath, location_id: UUID, request: Request, language: Spoken = "nl"
) -> Response:
    """Return the report of a period of a location as PDF/UA-1."""
    return await pdf_of(request, period, str(location_id), language)


@router.get(
    "/reports/{period}/locations/{location_id}/csv", response_class=Response,
    responses=A_CSV,
)  # fmt: skip
async def get_location_report_csv(
    period: PeriodInPath, location_id: UUID, request: Request, language: Spoken = "nl"
) -> Response:
    """Return the report of a period of a location as CSV: a row for each figure."""
    return await csv_of(request, period, str(location_id), language)
