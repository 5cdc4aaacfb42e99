"""The HTTP API of payments: bank files, their entries, what these pay, and what is open."""

import asyncio
import hashlib
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Request, Response
from shared.access import Guarded
from shared.csv_list import csv_response
from shared.database import raw
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.strict import Flag

from billing.invoices.rules.states import InvoiceState
from billing.local_date import local_date
from billing.payments import open_items, read_statements
from billing.payments.allocate_entry import allocate_entry
from billing.payments.commands import NUMBER, AllocateEntry, StatementFile
from billing.payments.import_statements import import_statements
from billing.payments.read_camt import read_camt
from billing.payments.rules import CamtMalformed
from billing.payments.views import BankEntryView, BankFileView, BankStatementView, OpenItemView

STATEMENTS_PATH = "/v1/bank-statements"
MOST_STATEMENT_BYTES = 100 * 1024 * 1024  # about 150,000 entries
MEDIA_TYPES = ("application/xml", "text/xml")
CAMT: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/xml": {"schema": {"type": "string"}}},
    }
}
CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}}
}

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.post(
    "/bank-statements", status_code=201, response_model=BankFileView,
    responses=problems(400, 409), openapi_extra=CAMT,
)  # fmt: skip
async def post_bank_statement(request: Request) -> Response:
    """Import a bank file (CAMT.053, version 02 or 08, in euros) of the seller's account.

    All statements of the file in one commit, or none. An entry pays the invoice of its structured
    reference, at most what is open of it; the rest stays open on the entry. Statements that were
    imported before are left as they are: if all were, the answer is 200 and nothing is posted.
    """
    if request.headers.get("content-type", "").partition(";")[0].lower() not in MEDIA_TYPES:
        raise CamtMalformed("send the file as it is, with the Content-Type application/xml")
    content = await request.body()
    statements = await asyncio.to_thread(read_camt, content)
    answer = await idempotent(
        request,
        partial(import_statements, statements=statements, now=now()),
        body=StatementFile(sha256=hashlib.sha256(content).hexdigest()),
    )
    if orjson.loads(answer.body)["posted"] == 0:
        answer.status_code = 200
    return answer


@router.get("/bank-statements", response_model=Page[BankStatementView], responses=problems())
async def get_bank_statements(
    request: Request, cursor: Cursor = None, limit: Limit = 100
) -> Page[BankStatementView]:
    """List the statements that were imported, the newest first."""
    async with database(request).read() as session:
        return await read_statements.list_statements(await raw(session), cursor, limit)


@router.get("/bank-entries", response_model=Page[BankEntryView], responses=problems())
async def get_bank_entries(
    request: Request,
    cursor: Cursor = None,
    limit: Limit = 100,
    open: Flag = False,  # noqa: A002
    statement: Annotated[UUID | None, Query(description="of this statement")] = None,
) -> Page[BankEntryView]:
    """List entries of bank statements by day; `open=true`: what is not allocated wholly."""
    async with database(request).read() as session:
        connection = await raw(session)
        return await read_statements.list_entries(
            connection, cursor, limit, statement=statement, only_open=open
        )


@router.post(
    "/bank-entries/{bank_entry_id}/allocations", status_code=201, response_model=BankEntryView,
    responses=problems(400, 404, 409),
)  # fmt: skip
async def post_allocation(
    bank_entry_id: UUID, command: AllocateEntry, request: Request
) -> Response:
    """Let so much of an entry pay an invoice; an amount below zero takes it back.

    A payment that the bank returned is an entry below zero: allocate it with its negative amount
    to the invoice, which is open again then.
    """
    act = partial(allocate_entry, bank_entry_id=bank_entry_id, command=command, now=now())
    return await idempotent(request, act, body=command)


@router.get(
    "/open-items", response_model=Page[OpenItemView], responses={**problems(), **CSV}
)  # fmt: skip
async def get_open_items(
    request: Request,
    *,
    cursor: Annotated[str | None, Query(pattern=NUMBER)] = None,
    limit: Limit = 100,
    payer: Annotated[str | None, Query(pattern=r"^[A-Z0-9-]{2,24}$")] = None,
    state: Annotated[InvoiceState | None, Query(description="else what is open")] = None,
    format: Literal["json", "csv"] = "json",  # noqa: A002
) -> Page[OpenItemView] | Response:
    """List what is open of invoices, by number; `format=csv` gives the whole list."""
    states = open_items.OPEN if state is None else (state,)
    as_csv = format == "csv"
    async with database(request).read() as session:
        page = await open_items.list_open_items(
            await raw(session), None if as_csv else cursor, None if as_csv else limit,
            local_date(now()), payer=payer, states=states,
        )  # fmt: skip
    if as_csv:
        rows = (open_items.csv_row(item) for item in page.items)
        return csv_response("open-items", open_items.HEADER, rows)
    return page
