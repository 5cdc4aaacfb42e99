"""The HTTP API of parties: give, import and read."""

import asyncio
import hashlib
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel
from shared.access import Guarded
from shared.database import Connection
from shared.http import Limit, Page, database, idempotent, now, problems
from shared.strict import Flag

from billing.csv_rows import CsvWrong
from billing.local_date import local_date
from billing.parties import queries
from billing.parties.commands import GivenParty
from billing.parties.import_parties import import_parties
from billing.parties.read_csv import NEEDED, POSSIBLE, given, read_csv
from billing.parties.rules.codes import PARTY
from billing.parties.save_parties import save_parties
from billing.parties.views import PartyImportView, PartyView, PartyWithVersions

IMPORT_PATH = "/v1/party-imports"
MOST_IMPORT_BYTES = 40 * 1024 * 1024  # room for 100,000 parties with all that may be given
Code = Annotated[str, Path(pattern=PARTY, description="SELLER, VNG, KING, a CBS code, REG-, ORG-")]
Search = Annotated[str, Query(max_length=60, description="part of a name, or start of a code")]
CSV_EXAMPLE = (
    "party,validFrom,name,street,postalCode,city,route,endpointScheme,endpointId\n"
    "GM9901,2016-01-01,Gemeente Verzonnen,Postbus 1,1234 AB,Verzonnen,peppol,0106,99999901\n"
)
CSV = {
    "requestBody": {
        "required": True,
        "content": {"text/csv": {"schema": {"type": "string"}, "example": CSV_EXAMPLE}},
    }
}


class Asked(BaseModel):
    """What an import by CSV asks for: the hash of its content, and whether nothing is kept."""

    sha256: str
    dry_run: bool


router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.put("/parties/{party}", response_model=PartyWithVersions, responses=problems(400))
async def put_party(request: Request, party: Code, command: GivenParty) -> PartyWithVersions:
    """Say how a party stands on documents from a day on: a new version of it.

    The same as already holds on that day changes nothing. Documents that were issued keep the
    version of their day. Each wrong field is named with what is right.
    """
    wanted = given(party, command)
    async with database(request).commit() as connection:
        await save_parties(connection, [wanted], now())
    return await get_party(request, party)


@router.get("/parties", response_model=Page[PartyView], responses=problems())
async def get_parties(
    request: Request,
    search: Annotated[
        str, Query(max_length=60, description="part of a name, start of a code")
    ] = "",
    cursor: Annotated[str | None, Query(pattern=PARTY)] = None,
    limit: Limit = 100,
) -> Page[PartyView]:
    """List the seller and the buyers by code, each as it is today."""
    async with database(request).read() as session:
        return await queries.list_parties(session, search, cursor, limit, local_date(now()))


@router.get("/parties/{party}", response_model=PartyWithVersions, responses=problems(404))
async def get_party(request: Request, party: Code) -> PartyWithVersions:
    """Return a party with all of its versions."""
    async with database(request).read() as session:
        return await queries.get_party(session, party, local_date(now()))


@router.post(
    "/party-imports", status_code=201, response_model=PartyImportView,
    responses={200: {"model": PartyImportView}, **problems(400)}, openapi_extra=CSV,
    description=(
        "Import 1 to 100,000 parties in one commit, or none, as `text/csv`: UTF-8, with commas or"
        f" semicolons. Its first line names {', '.join(NEEDED)}, and of {', '.join(POSSIBLE)} what"
        " is given. Wrong lines are named with what is right. With `?dryRun=true` nothing is kept."
    ),
)  # fmt: skip
async def post_party_import(
    request: Request, dry_run: Annotated[Flag, Query(alias="dryRun")] = False
) -> Response:
    """Import parties from a CSV in one commit, or none."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "text/csv":
        raise CsvWrong("Send the parties as text/csv.")
    content = await request.body()
    wanted = await asyncio.to_thread(read_csv, content)

    async def act(connection: Connection) -> PartyImportView:
        return await import_parties(connection, wanted, now(), dry_run=dry_run)

    asked = Asked(sha256=hashlib.sha256(content).hexdigest(), dry_run=dry_run)
    return await idempotent(request, act, body=asked, status=200 if dry_run else 201)
