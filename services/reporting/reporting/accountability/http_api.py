"""The account of a year, for programs."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from shared.access import Guarded
from shared.http import database, now, problems
from shared.pages.language import speaking
from shared.strict import Number

from reporting.accountability import queries
from reporting.accountability.typeset_account import PDF, typeset_account
from reporting.accountability.views import FIRST_YEAR, LAST_YEAR, AccountView
from reporting.accountability.write_csv import CSV, write_csv

Year = Annotated[Number, Path(ge=FIRST_YEAR, le=LAST_YEAR, examples=[2016])]
Language = Annotated[Literal["nl", "en"], Query(description="the language of all texts")]

router = APIRouter(prefix="/v1", tags=["reporting"], route_class=Guarded)


def file_of(media_type: str) -> dict[int | str, dict[str, Any]]:
    """Return the `responses=` of an endpoint that answers with a file."""
    schema = {"type": "string", "format": "binary"} if media_type == PDF else {"type": "string"}
    return {**problems(), 200: {"content": {media_type: {"schema": schema}}}}


@router.get("/accountability/{year}", responses=problems())
async def get_account(year: Year, request: Request, language: Language = "nl") -> AccountView:
    """Return the account of a year to the VNG: each criterion with its figures and definitions."""
    with speaking(language, request.app.state.site.words):
        return await _account(year, request)


@router.get("/accountability/{year}/pdf", response_class=Response, responses=file_of(PDF))
async def get_account_pdf(year: Year, request: Request, language: Language = "nl") -> Response:
    """Return the account of a year as PDF/UA-1."""
    with speaking(language, request.app.state.site.words):
        found = await _account(year, request)
        return Response(await typeset_account(found, now()), media_type=PDF)


@router.get("/accountability/{year}/csv", response_class=Response, responses=file_of("text/csv"))
async def get_account_csv(year: Year, request: Request, language: Language = "nl") -> Response:
    """Return the figures of the account of a year as CSV, each with its definition."""
    with speaking(language, request.app.state.site.words):
        return Response(write_csv(await _account(year, request)), media_type=CSV)


async def _account(year: int, request: Request) -> AccountView:
    """Return the account of a year, in the language that is spoken now."""
    address = request.app.state.settings.pages_address("volunteers")
    async with database(request).read() as session:
        return await queries.account(session, year, now(), address)
