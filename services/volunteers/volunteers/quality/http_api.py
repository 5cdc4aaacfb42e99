"""Endpoints of quality files."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from shared.access import Guarded
from shared.http import database, now, problems
from shared.pages.language import speaking
from shared.strict import Number

from volunteers.amsterdam import day_of
from volunteers.fields import FIRST_DAY, LAST_DAY
from volunteers.people.vocabulary import Language
from volunteers.quality import queries
from volunteers.quality.typeset_file import PDF, typeset_file
from volunteers.quality.views import QualityFileView

Year = Annotated[Number, Path(ge=FIRST_DAY.year, le=LAST_DAY.year, examples=[2026])]
Spoken = Annotated[Language, Query(description="the language of the PDF")]
A_PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}},
    **problems(),
}

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.get("/quality-files/{year}/pdf", response_class=Response, responses=A_PDF)
async def get_quality_pdf(year: Year, request: Request, language: Spoken = "nl") -> Response:
    """Return the quality file of a year as PDF/UA-1."""
    async with database(request).read() as session:
        found = await queries.quality_file(session, year, day_of(now()))
    with speaking(language, request.app.state.site.words):
        return Response(await typeset_file(found, now()), media_type=PDF)


@router.get("/quality-files/{year}", responses=problems())
async def get_quality_file(year: Year, request: Request) -> QualityFileView:
    """Return the quality file of a year: every norm with its evidence, as counts."""
    async with database(request).read() as session:
        return await queries.quality_file(session, year, day_of(now()))
