"""The HTTP API of invoices, credit notes and rounds."""

import asyncio
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from shared.access import Guarded
from shared.database import raw
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.strict import Flag, Number

from billing.invoices import queries, read_rounds
from billing.invoices.begin_round import begin_round
from billing.invoices.bill_courses import bill_courses
from billing.invoices.commands import BeginRound, BillCourses, CreditInvoice
from billing.invoices.credit_invoice import credit_invoice
from billing.invoices.preview_round import preview_round
from billing.invoices.queries import Wanted
from billing.invoices.views import (
    CourseInvoicesView,
    CreditNoteSummary,
    CreditNoteView,
    DocumentNumber,
    InvoiceSummary,
    InvoiceView,
    PreviewView,
    RoundSummary,
    RoundView,
)
from billing.local_date import local_date

NUMBER = r"^\d{4}-\d{5,9}$"
CREDIT_NOTE_NUMBER = r"^C\d{4}-\d{5,9}$"
Year = Annotated[Number | None, Query(ge=1, le=9999)]
Payer = Annotated[str | None, Query(pattern=r"^[A-Z0-9-]{2,24}$")]

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.get("/invoices", response_model=Page[InvoiceSummary], responses=problems())
async def get_invoices(
    request: Request,
    *,
    cursor: Annotated[str | None, Query(pattern=NUMBER)] = None,
    limit: Limit = 100,
    year: Year = None,
    payer: Payer = None,
    open: Flag = False,  # noqa: A002
) -> Page[InvoiceSummary]:
    """List invoices by number, without their lines: of a year, of a payer, what is open."""
    async with database(request).read() as session:
        wanted = Wanted(year, payer, open)
        return await queries.list_invoices(session, cursor, limit, wanted, local_date(now()))


@router.get("/invoices/{number}", response_model=InvoiceView, responses=problems(404))
async def get_invoice(
    request: Request, number: Annotated[str, Path(pattern=NUMBER)]
) -> InvoiceView:
    """Return an invoice as it was issued, and how it stands."""
    async with database(request).read() as session:
        return await queries.get_invoice(session, number, local_date(now()))


@router.post(
    "/invoices/{number}/credit-notes", status_code=201, response_model=DocumentNumber,
    responses=problems(400, 404, 409),
)  # fmt: skip
async def post_credit_note(
    command: CreditInvoice, request: Request, number: Annotated[str, Path(pattern=NUMBER)]
) -> Response:
    """Credit an invoice as was agreed: lines with amounts without VAT, or all that is left of it.

    An invoice is never changed; together its credit notes are never more than it.
    """
    act = partial(credit_invoice, number=number, command=command, now=now())
    return await idempotent(request, act, body=command)


@router.get("/credit-notes", response_model=Page[CreditNoteSummary], responses=problems())
async def get_credit_notes(
    request: Request,
    cursor: Annotated[str | None, Query(pattern=CREDIT_NOTE_NUMBER)] = None,
    limit: Limit = 100,
    year: Year = None,
    payer: Payer = None,
) -> Page[CreditNoteSummary]:
    """List credit notes by number, without their lines: of a year, of a payer."""
    async with database(request).read() as session:
        return await queries.list_credit_notes(session, cursor, limit, Wanted(year, payer))


@router.get("/credit-notes/{number}", response_model=CreditNoteView, responses=problems(404))
async def get_credit_note(
    request: Request, number: Annotated[str, Path(pattern=CREDIT_NOTE_NUMBER)]
) -> CreditNoteView:
    """Return a credit note as it was issued."""
    async with database(request).read() as session:
        return await queries.get_credit_note(session, number)


@router.post(
    "/invoice-rounds", status_code=201, response_model=RoundView, responses=problems(400, 409)
)
async def post_invoice_round(command: BeginRound, request: Request) -> Response:
    """Begin a round of a settled year: it issues what is owed and was not invoiced yet.

    It goes on by itself; read its progress by its id. A round of the year that is still open is
    returned as it is.
    """
    answer = await idempotent(
        request, partial(begin_round, command=command, now=now()), body=command
    )
    begun: asyncio.Event = request.app.state.round_begun
    begun.set()
    return answer


@router.get("/invoice-rounds", response_model=Page[RoundSummary], responses=problems())
async def get_invoice_rounds(
    request: Request, cursor: Cursor = None, limit: Limit = 100, year: Year = None
) -> Page[RoundSummary]:
    """List rounds, the newest first."""
    async with database(request).read() as session:
        return await read_rounds.list_rounds(await raw(session), cursor, limit, year)


@router.get("/invoice-rounds/preview", response_model=PreviewView, responses=problems(409))
async def get_preview(
    request: Request, year: Annotated[Number, Query(ge=1, le=9999)]
) -> PreviewView:
    """Return what a round of the year would issue now, and what it would refuse.

    Each payer's amount stands beside that of the year before. Nothing is written.
    """
    async with database(request).read() as session:
        return await preview_round(await raw(session), year, now())


@router.get("/invoice-rounds/{round_id}", response_model=RoundView, responses=problems(404))
async def get_invoice_round(request: Request, round_id: UUID) -> RoundView:
    """Return how far a round is, what it has issued, and what it has refused and why."""
    async with database(request).read() as session:
        return await read_rounds.read_round(await raw(session), round_id)


@router.post("/course-invoices", status_code=201, response_model=CourseInvoicesView,
             responses=problems(400))  # fmt: skip
async def post_course_invoices(command: BillCourses, request: Request) -> Response:
    """Invoice the courses that were delivered and are not invoiced: one for each client and day.

    What is refused stays open, and is named in the answer.
    """
    return await idempotent(
        request, partial(bill_courses, command=command, now=now()), body=command
    )
