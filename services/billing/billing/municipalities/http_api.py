"""The HTTP API of municipalities: import and read."""

from asyncio import to_thread
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from shared.access import Guarded
from shared.http import Limit, Page, database, idempotent, now, problems
from shared.strict import Day

from billing.municipalities import queries
from billing.municipalities.commands import CorrectFigure, ImportMunicipalities
from billing.municipalities.correct_figure import correct_figure
from billing.municipalities.import_municipalities import import_municipalities
from billing.municipalities.read_csv import read_csv
from billing.municipalities.rules import CODE
from billing.municipalities.views import CorrectionView, ImportView, MunicipalityView

IMPORT_PATH = "/v1/municipality-imports"
MOST_IMPORT_BYTES = 16 * 1024 * 1024  # room for the rows of the longest import with long names
AsOf = Annotated[Day | None, Query(alias="asOf", description="figures of this date")]


def _import_schema() -> dict[str, Any]:
    """Return the schema of an import with its rows inline: it is no component of the document."""
    schema = ImportMunicipalities.model_json_schema()
    schema["properties"]["municipalities"]["items"] = schema.pop("$defs")["Figures"]
    return schema


CSV_EXAMPLE = "code,name,province,inhabitants\nGM0301,Zutphen,Gelderland,46997\n"
CSV_OR_JSON = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _import_schema()},
            "text/csv": {"schema": {"type": "string"}, "example": CSV_EXAMPLE},
        },
    }
}

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.post(
    "/municipality-imports", status_code=201, response_model=ImportView,
    responses=problems(400, 409), openapi_extra=CSV_OR_JSON,
)  # fmt: skip
async def post_municipality_import(request: Request, as_of: AsOf = None) -> Response:
    """Import CBS figures of a 1 January: up to 100,000 rows in one commit, or none.

    As JSON, or as `text/csv` with the columns code, name, province and inhabitants and `?asOf=`;
    wrong lines of a CSV are named by their number. Each municipality that is new or has changed
    is announced; the same figures again change nothing. The figures of a settled year stay.
    """
    # Beside the loop: a hundred thousand rows take seconds.
    command = await to_thread(_read_command, request, await request.body(), as_of)
    return await idempotent(
        request, partial(import_municipalities, command=command, now=now()), body=command
    )


@router.get("/municipalities", response_model=Page[MunicipalityView], responses=problems())
async def get_municipalities(
    request: Request,
    cursor: Annotated[str | None, Query(pattern=CODE)] = None,
    limit: Limit = 100,
    as_of: AsOf = None,
) -> Page[MunicipalityView]:
    """List municipalities by code, with their figures of `asOf` or else the newest."""
    async with database(request).read() as session:
        return await queries.list_municipalities(session, cursor, limit, as_of)


@router.get(
    "/municipalities/{code}", response_model=MunicipalityView, responses=problems(404)
)  # fmt: skip
async def get_municipality(
    request: Request, code: Annotated[str, Path(pattern=CODE)], as_of: AsOf = None
) -> MunicipalityView:
    """Return a municipality, with its figures of `asOf` or else the newest."""
    async with database(request).read() as session:
        return await queries.get_municipality(session, code, as_of)


@router.post(
    "/municipalities/{code}/figure-corrections", status_code=201, response_model=CorrectionView,
    responses=problems(400, 404, 409),
)  # fmt: skip
async def post_figure_correction(
    command: CorrectFigure, request: Request, code: Annotated[str, Path(pattern=CODE)]
) -> Response:
    """Correct the inhabitants by which a year was settled -> `municipality_registered`.

    The year's price stays. The next round of invoices bills or credits the difference.
    """
    act = partial(correct_figure, code=code, command=command, now=now())
    return await idempotent(request, act, body=command)


def _read_command(request: Request, content: bytes, as_of: date | None) -> ImportMunicipalities:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "text/csv":
        return read_csv(content, as_of)
    try:
        return ImportMunicipalities.model_validate_json(content, strict=True)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=False, include_input=False)
        raise RequestValidationError(
            [{**one, "loc": ("body", *one["loc"])} for one in errors]
        ) from None
