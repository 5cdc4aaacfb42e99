"""The annual report as a page and as PDF."""

import asyncio
from typing import Annotated

from fastapi import Path, Request, Response
from markupsafe import Markup, escape
from shared.http import database
from shared.pages.route import pages_router
from shared.pages.show import show
from shared.strict import Number

from reporting.accountability.views import FIRST_YEAR, LAST_YEAR
from reporting.annual_report.document import Plot
from reporting.annual_report.read_year import Year, published_years, read_year
from reporting.annual_report.typeset_report import PDF, typeset_report
from reporting.annual_report.write_document import write_document
from reporting.reports.svg import described

YearInPath = Annotated[Number, Path(ge=FIRST_YEAR, le=LAST_YEAR)]

router = pages_router("/reporting/annual-reports")


@router.get("")
async def get_annual_reports(request: Request) -> Response:
    """List the years of which there is an annual report, the newest first."""
    async with database(request).read() as session:
        years = await published_years(session)
    return show(request, "annual_report/templates/years.html", years=years)


@router.get("/{year}/pdf", response_class=Response)
async def get_annual_report_pdf(year: YearInPath, request: Request) -> Response:
    """Return the annual report as PDF."""
    found = await asyncio.to_thread(typeset_report, await _year(request, year))
    named = {"Content-Disposition": f'inline; filename="annual-report-{year}.pdf"'}
    return Response(found, media_type=PDF, headers=named)


@router.get("/{year}")
async def get_annual_report(year: YearInPath, request: Request) -> Response:
    """Show the annual report."""
    document = await asyncio.to_thread(write_document, await _year(request, year))
    return show(request, "annual_report/templates/report.html", document=document, drawing=_drawing)


async def _year(request: Request, year: int) -> Year:
    async with database(request).read() as session:
        return await read_year(session, year)


def _drawing(plot: Plot) -> Markup:
    # matplotlib escapes the words in the plot.
    title, sentence = str(escape(plot.title)), str(escape(plot.sentence))
    return Markup(described(plot.svg, plot.name, title, sentence))  # noqa: S704
