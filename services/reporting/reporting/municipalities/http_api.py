"""What can be said of municipalities, for programs: as JSON, PDF and CSV."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as FromPath
from shared.access import Guarded
from shared.http import Page, database, now, problems
from shared.pages.language import speaking

from reporting.books.periods import PATTERN, period_of
from reporting.municipalities.files import CODE, YEAR, csv_of, letter_of, pdf_of
from reporting.municipalities.read_municipality import list_municipalities, read_municipality
from reporting.municipalities.views import MunicipalityLink, MunicipalityReport
from reporting.reports.files import CSV, PDF, Language

router = APIRouter(prefix="/v1/reports", tags=["reporting"], route_class=Guarded)

PeriodInPath = Annotated[str, FromPath(pattern=PATTERN, examples=["2016"])]
Year = Annotated[str, FromPath(pattern=YEAR, examples=["2016"])]
Code = Annotated[str, FromPath(pattern=CODE, examples=["GM0301"])]
Spoken = Annotated[Language, Query(description="the language of the words in it")]
AS_PDF: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
A_PDF: dict[int | str, dict[str, Any]] = {200: {"content": {PDF: AS_PDF}}, **problems(404)}
A_CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {CSV: {"schema": {"type": "string"}}}},
    **problems(404),
}


@router.get("/{period}/municipalities", responses=problems())
async def get_municipalities(period: PeriodInPath, request: Request) -> Page[MunicipalityLink]:
    """List the municipalities on 1 January of the period's year; all in one page."""
    found = await list_municipalities(database(request), period_of(period))
    return Page(items=found, next_cursor=None)


@router.get("/{period}/municipalities/{code}", responses=problems(404))
async def get_municipality_report(
    period: PeriodInPath, code: Code, request: Request
) -> MunicipalityReport:
    """Return what is known of a municipality, and apart from it what its region and nation did.

    Nobody knows where help seekers live: `origin` is always unknown. 403 `period-not-closed`, 404
    `municipality-not-found` or `report-not-published`.
    """
    roles = request.state.caller.roles
    whole = await read_municipality(database(request), period_of(period), code, roles, now())
    return whole.view


@router.get("/{period}/municipalities/{code}/pdf", response_class=Response, responses=A_PDF)
async def get_municipality_pdf(
    period: PeriodInPath, code: Code, request: Request, language: Spoken = "nl"
) -> Response:
    """Return what can be said of a municipality as PDF/UA-1."""
    with speaking(language, request.app.state.site.words):
        return await pdf_of(request, period, code)


@router.get("/{period}/municipalities/{code}/csv", response_class=Response, responses=A_CSV)
async def get_municipality_csv(
    period: PeriodInPath, code: Code, request: Request, language: Spoken = "nl"
) -> Response:
    """Return what can be said of a municipality as CSV; the column `place` tells what is whose."""
    with speaking(language, request.app.state.site.words):
        return await csv_of(request, period, code)


@router.get("/{year}/municipalities/{code}/letter", response_class=Response, responses=A_PDF)
async def get_year_letter(
    year: Year, code: Code, request: Request, language: Spoken = "nl"
) -> Response:
    """Return the year letter to a municipality as PDF/UA-1."""
    with speaking(language, request.app.state.site.words):
        return await letter_of(request, year, code)
