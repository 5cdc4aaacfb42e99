"""What can be said of municipalities, as pages for people, and the files that these lead to."""

import asyncio
from typing import Annotated

from fastapi import Path as FromPath
from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from shared.http import database
from shared.pages.route import pages_router
from shared.pages.show import show

from reporting.books.periods import PATTERN, period_of
from reporting.municipalities import words as said
from reporting.municipalities.files import CODE, YEAR, csv_of, letter_of, pdf_of, whole_of
from reporting.municipalities.read_municipality import (
    WholeMunicipality,
    known_figures,
    list_municipalities,
)
from reporting.reports import words
from reporting.reports.charts.chart import Chart
from reporting.reports.definitions import all_said
from reporting.reports.places import address
from reporting.reports.sentences import opening

router = pages_router("/reporting/reports")

PeriodInPath = Annotated[str, FromPath(pattern=PATTERN)]
Year = Annotated[str, FromPath(pattern=YEAR)]
Code = Annotated[str, FromPath(pattern=CODE)]


@router.get("/{period}/municipalities")
async def get_municipalities(period: PeriodInPath, request: Request) -> HTMLResponse:
    """Return the page that lists the municipalities of the period's year, by province."""
    found = await list_municipalities(database(request), period_of(period))
    return show(
        request, "municipalities/templates/municipalities.html",
        municipalities=found, period=period_of(period), words=words, said=said,
    )  # fmt: skip


@router.get("/{period}/municipalities/{code}")
async def get_municipality(period: PeriodInPath, code: Code, request: Request) -> HTMLResponse:
    """Return what can be said of a municipality in a closed period."""
    whole = await whole_of(request, period, code)
    known = known_figures(whole.view)
    return show(
        request, "municipalities/templates/municipality.html",
        whole=whole, view=whole.view, period=whole.nation.period, words=words, said=said,
        known=list(zip(known, all_said(one.key for one in known), strict=True)),
        observed=await asyncio.to_thread(_observed, whole),
    )  # fmt: skip


@router.get("/{period}/municipalities/{code}/pdf", response_class=Response)
async def get_municipality_pdf(period: PeriodInPath, code: Code, request: Request) -> Response:
    """Return what can be said of a municipality as PDF."""
    return await pdf_of(request, period, code)


@router.get("/{period}/municipalities/{code}/csv", response_class=Response)
async def get_municipality_csv(period: PeriodInPath, code: Code, request: Request) -> Response:
    """Return what can be said of a municipality as CSV."""
    return await csv_of(request, period, code)


@router.get("/{year}/municipalities/{code}/letter", response_class=Response)
async def get_year_letter(year: Year, code: Code, request: Request) -> Response:
    """Return the year letter to a municipality as PDF."""
    return await letter_of(request, year, code)


def _observed(whole: WholeMunicipality) -> list[tuple[str, str, str, list[Chart]]]:
    """Return for the region and the nation: name, address of the report, opening, charts."""
    return [
        (words.place_name(one.report), address(one.period, one.place), opening(one.report),
         said.charts(one))
        for one in (whole.region, whole.nation)
        if one
    ]  # fmt: skip
