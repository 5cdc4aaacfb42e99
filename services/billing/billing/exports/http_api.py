"""The HTTP API of exports for the accountant: the ledger of a year.

A file is written to the disk where it is large, and sent when it is whole: so an error is told as
one, and memory does not grow with the year.
"""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from shared.access import Guarded
from shared.csv_list import csv_bytes, csv_lines
from shared.database import raw
from shared.http import database, now, problems
from shared.strict import Number

from billing.exports.accounts import ACCOUNTS, JOURNALS
from billing.exports.read_ledger import (
    Line,
    read_customers,
    read_lines,
    read_opening,
    read_totals,
)
from billing.exports.write_xaf import Book, write_xaf
from billing.local_date import local_date
from billing.parties.snapshot import seller_on

IN_MEMORY = 1024 * 1024
HEADER = ("journal", "entry", "day", "line", "account", "accountName", "invoice", "customer",
          "reference", "debit", "credit")  # fmt: skip
Year = Annotated[Number, Query(ge=1, le=9998)]

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


def file_of(media_type: str) -> dict[int | str, dict[str, Any]]:
    """Return the `responses=` of an endpoint that answers with a file."""
    whole = {"content": {media_type: {"schema": {"type": "string"}}}}
    return {**problems(404, 409), 200: whole}


@router.get("/exports/xaf", response_class=StreamingResponse, responses=file_of("application/xml"))
async def get_xaf(request: Request, year: Year) -> StreamingResponse:
    """Return the ledger of a year as an XML Auditfile Financieel 3.2.1."""
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (closed when it is sent)
    today = local_date(now())
    async with database(request).read() as session:
        connection = await raw(session)
        book = Book(
            year=year,
            today=today,
            totals=await read_totals(connection, year),
            seller=await seller_on(connection, today),
            customers=await read_customers(connection, year),
            opening=await read_opening(connection, year),
        )
        await write_xaf(file, book, read_lines(connection, year))
    return _sent(file, "application/xml", f"auditfile-{year}.xaf")


@router.get("/exports/ledger", response_class=StreamingResponse, responses=file_of("text/csv"))
async def get_ledger_csv(request: Request, year: Year) -> StreamingResponse:
    """Return the postings of a year as CSV, by journal and day."""
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (closed when it is sent)
    async with database(request).read() as session:
        connection = await raw(session)
        await read_totals(connection, year)
        file.write(csv_bytes(HEADER, []))
        async for line in read_lines(connection, year):
            file.write(csv_lines([_row(line)]))
    return _sent(file, "text/csv", f"ledger-{year}.csv")


def _row(line: Line) -> tuple[Any, ...]:
    account = ACCOUNTS[line.account]
    debit, credit = (line.amount, None) if line.amount > 0 else (None, -line.amount)
    return (
        JOURNALS[line.source].code, line.entry_id, line.day, line.place, account.code, account.name,
        line.number, line.payer, line.reference, debit, credit,
    )  # fmt: skip


def _sent(file: Any, media_type: str, name: str) -> StreamingResponse:
    file.seek(0)
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_parts(file), media_type=media_type, headers=disposition)


def _parts(file: Any) -> Iterator[bytes]:
    with file:
        while part := file.read(IN_MEMORY):
            yield part
