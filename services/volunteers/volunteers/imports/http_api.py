"""Endpoints of imports."""

import hashlib
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from shared.access import Guarded
from shared.http import database, idempotent, now, problems
from shared.reach import Reach, WithinReach
from shared.strict import Flag

from volunteers.imports.commands import ImportFile
from volunteers.imports.import_file import import_file, try_file
from volunteers.imports.rules import NotCsv
from volunteers.imports.views import ImportView
from volunteers.imports.vocabulary import ImportKind

MOST_BYTES = 2 * 1024 * 1024
VOLUNTEERS_PATH, SHIFTS_PATH = "/v1/imports/volunteers", "/v1/imports/shifts"
CSV: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}
}
DryRun = Annotated[
    Flag, Query(alias="dryRun", description="true: say what would be done, and keep nothing")
]

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.post(
    "/imports/volunteers", status_code=201, response_model=ImportView,
    responses=problems(409, 413), openapi_extra=CSV,
)  # fmt: skip
async def post_volunteers(
    request: Request, reach: WithinReach, *, dry_run: DryRun = True
) -> Response:
    """Import volunteers (text/csv, UTF-8, at most 2 MB and 2000 rows), or try it (200).

    Columns: reference, location (its name), channels, lines, role; and, where known, appliedOn,
    admittedOn, name, email, phone, street, postalCode, city, language. Who is known by the
    reference is changed. Imported whole, or not at all: 409 where a row is refused.
    """
    return await _answer(request, "volunteers", reach, dry_run=dry_run)


@router.post(
    "/imports/shifts", status_code=201, response_model=ImportView,
    responses=problems(409, 413), openapi_extra=CSV,
)  # fmt: skip
async def post_shifts(request: Request, reach: WithinReach, *, dry_run: DryRun = True) -> Response:
    """Import shifts (text/csv, UTF-8, at most 2 MB and 2000 rows), or try it (200).

    Columns: location (its name), date, dayPart, channels, needed; and, where wanted,
    experiencedNeeded, teamOnly, homeAllowed, and volunteers, the references of who is in it. A
    shift of the same location, day, day part and channels is changed. Imported whole, or not at
    all: 409 where a row is refused.
    """
    return await _answer(request, "shifts", reach, dry_run=dry_run)


async def _answer(request: Request, kind: ImportKind, reach: Reach, *, dry_run: bool) -> Response:
    if request.headers.get("content-type", "").partition(";")[0].lower() != "text/csv":
        raise NotCsv("send the file as it is, with the Content-Type text/csv")
    content = await request.body()
    given: dict[str, Any] = {"reach": reach, "keys": request.app.state.keys, "now": now()}
    if dry_run:
        view = await try_file(database(request), kind, content, **given)
        return JSONResponse(view.model_dump(by_alias=True))
    act = partial(import_file, kind=kind, content=content, **given)
    body = ImportFile(sha256=hashlib.sha256(content).hexdigest())
    return await idempotent(request, act, body=body)
