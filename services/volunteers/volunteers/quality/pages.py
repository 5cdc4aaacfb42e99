"""Pages of the quality file: as a page, and as PDF."""

from typing import Annotated

from fastapi import Path, Request, Response
from shared.http import database, now
from shared.pages.route import pages_router
from shared.pages.show import show
from shared.strict import Number

from volunteers.amsterdam import day_of
from volunteers.fields import FIRST_DAY, LAST_DAY
from volunteers.quality import queries
from volunteers.quality.typeset_file import PDF, typeset_file
from volunteers.quality.wording import chapters_of

Year = Annotated[Number, Path(ge=FIRST_DAY.year, le=LAST_DAY.year)]

router = pages_router("/volunteers")


@router.get("/quality")
async def get_present_quality(request: Request) -> Response:
    """Show the quality file of the present year."""
    return await _show(request, day_of(now()).year)


@router.get("/quality/{year}/pdf", response_class=Response)
async def get_quality_pdf(year: Year, request: Request) -> Response:
    """Return the quality file of a year as PDF, in the language of the pages."""
    async with database(request).read() as session:
        file = await queries.quality_file(session, year, day_of(now()))
    named = {"Content-Disposition": f'inline; filename="quality-{year}.pdf"'}
    return Response(await typeset_file(file, now()), media_type=PDF, headers=named)


@router.get("/quality/{year}")
async def get_quality(year: Year, request: Request) -> Response:
    """Show every norm of a year with its evidence."""
    return await _show(request, year)


async def _show(request: Request, year: int) -> Response:
    today = day_of(now())
    async with database(request).read() as session:
        file = await queries.quality_file(session, year, today)
    return show(
        request, "quality/templates/quality.html", file=file, chapters=chapters_of(file),
        first_year=FIRST_DAY.year, this_year=today.year,
    )  # fmt: skip
