"""The pages of the bank: a file is imported, and what it leaves open is placed by hand."""

import asyncio
import hashlib
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.csv_list import csv_response
from shared.database import raw
from shared.http import database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import gettext, ngettext
from shared.pages.route import UploadRoute, pages_router
from shared.pages.show import done, show
from shared.refusals import Refusal
from starlette.datastructures import UploadFile

from billing.local_date import local_date
from billing.payments.allocate_entry import allocate_entry
from billing.payments.commands import FindInvoices, StatementFile
from billing.payments.import_statements import import_statements
from billing.payments.read_camt import read_camt
from billing.payments.read_statements import list_entries, list_statements, read_entry
from billing.payments.suggest_invoices import suggest_invoices
from billing.payments.typed_allocation import typed_allocation
from billing.payments.views import BankEntryView, BankFileView

BANK, ENTRY = "payments/templates/bank.html", "payments/templates/entry.html"
BANK_PATH = "/billing/bank"
ENTRIES, STATEMENTS, MOST_LISTED = 100, 20, 100_000
HEADER = ("bankReference", "bookedOn", "counterparty", "reference", "remittance", "amount", "open")

router = pages_router("/billing")
# Beyond a megabyte a file is kept in /tmp while it is read; larger ones are sent to the API.
MOST_FILE_BYTES = 32 * 1024 * 1024
uploads = APIRouter(prefix="/billing", include_in_schema=False, route_class=UploadRoute)


@router.get("/bank")
async def get_bank(request: Request) -> Response:
    """Show the form for a bank file, what is to be placed by hand, and the statements."""
    return await _show_bank(request, Typed())


@uploads.post("/bank")
async def post_bank_file(request: Request) -> Response:
    """Import a bank file: all its statements, or none."""
    sent = (await request.form(max_files=UploadRoute.files)).get("file")
    typed = await typed_in(request)
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    if not content:
        typed.errors["file"] = gettext("Choose the file that the bank gave (CAMT.053).")
        return await _show_bank(request, typed, status=400)
    try:
        statements = await asyncio.to_thread(read_camt, content)
        act = partial(import_statements, statements=statements, now=now())
        body = StatementFile(sha256=hashlib.sha256(content).hexdigest())
        answer = await idempotent(request, act, body=body, key=typed.key)
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show_bank(request, typed, status=refusal.status)
    return done(BANK_PATH, _said(BankFileView.model_validate_json(bytes(answer.body))))


@router.get("/bank.csv")
async def get_bank_csv(request: Request) -> Response:
    """Return what is to be placed as CSV."""
    async with database(request).read() as session:
        connection = await raw(session)
        found = await list_entries(connection, None, MOST_LISTED, statement=None, only_open=True)
    rows = ((each.bank_reference, each.booked_on, each.counterparty, each.reference,
             each.remittance, each.amount, each.open) for each in found.items)  # fmt: skip
    return csv_response("bank-entries", HEADER, rows)


@router.get("/bank/entries/{bank_entry_id}")
async def get_entry(bank_entry_id: UUID, request: Request) -> Response:
    """Show an entry of the bank with the invoices that it may be for; `?search=` finds others."""
    return await _show_entry(request, bank_entry_id, Typed())


@router.post("/bank/entries/{bank_entry_id}/allocations")
async def post_allocation(bank_entry_id: UUID, request: Request) -> Response:
    """Place so much of an entry on an invoice, or take it back."""
    typed = await typed_in(request)
    try:
        command = typed_allocation(typed)
        act = partial(allocate_entry, bank_entry_id=bank_entry_id, command=command, now=now())
        answer = await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show_entry(request, bank_entry_id, typed, status=400)
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show_entry(request, bank_entry_id, typed, status=refusal.status)
    entry = BankEntryView.model_validate_json(bytes(answer.body))
    to = f"{BANK_PATH}/entries/{bank_entry_id}" if entry.open else BANK_PATH
    taken = gettext("The payment on %(number)s is taken back.", number=command.number)
    placed = gettext("The payment is placed on %(number)s.", number=command.number)
    return done(to, taken if command.euros < 0 else placed)


async def _show_bank(request: Request, typed: Typed, *, status: int = 200) -> Response:
    async with database(request).read() as session:
        connection = await raw(session)
        entries = await list_entries(connection, None, ENTRIES, statement=None, only_open=True)
        statements = await list_statements(connection, None, STATEMENTS)
    return show(
        request, BANK, status=status, typed=typed, entries=entries, statements=statements.items
    )


async def _show_entry(
    request: Request, bank_entry_id: UUID, typed: Typed, *, status: int = 200
) -> Response:
    asked = typed_query(request)
    context: dict[str, Any] = {"typed": typed, "asked": asked, "search": "", "suggested": []}
    async with database(request).read() as session:
        context["entry"] = entry = await read_entry(await raw(session), bank_entry_id)
        try:
            context["search"] = text = asked.read(FindInvoices).search or ""
            if entry.open:
                context["suggested"] = await suggest_invoices(session, entry, text)
        except FormWrong:
            status = 400
    return show(request, ENTRY, status=status, today=local_date(now()), **context)


def _said(file: BankFileView) -> str:
    """Return what became of a file."""
    if not file.posted:
        return gettext("This file was imported before: nothing was booked again.")
    entries = sum(each.entries for each in file.statements)
    left = sum(each.open_entries for each in file.statements)
    booked = ngettext(
        "The file is booked: %(num)s entry.", "The file is booked: %(num)s entries.", entries
    )
    if not left:
        return booked
    by_hand = ngettext(
        "%(num)s is to be placed by hand.", "%(num)s are to be placed by hand.", left
    )
    return f"{booked} {by_hand}"
