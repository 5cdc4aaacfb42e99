"""Reads of invoices, of their credit notes, and of their numbers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from shared.http import Page
from shared.refusals import NotFound
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.invoices.rules.documents import kept_line
from billing.invoices.rules.owed import Line
from billing.invoices.rules.states import open_of, state_of
from billing.invoices.views import (
    CreditNoteSummary,
    CreditNoteView,
    InvoiceLineView,
    InvoiceSummary,
    InvoiceView,
)
from billing.paging import page_of
from billing.tables import Allocation, Document, DocumentCounter
from billing.tariffs.rules import Price
from billing.tariffs.views import PriceView

Note = aliased(Document)
NONE = Decimal("0.00")
CREDITED = (
    select(func.coalesce(func.sum(Note.total), NONE))
    .where(col(Note.credits) == Document.number)
    .scalar_subquery()
)
PAID = (
    select(func.coalesce(func.sum(Allocation.amount), NONE))
    .where(col(Allocation.number) == Document.number)
    .scalar_subquery()
)


class NoSuchInvoice(NotFound):
    """No invoice has this number."""


class NoSuchCreditNote(NotFound):
    """No credit note has this number."""


@dataclass(frozen=True)
class Wanted:
    """Which documents: of a year, of a payer, and of invoices only what is open; None: all."""

    year: int | None = None
    payer: str | None = None
    open: bool = False


async def list_invoices(
    session: AsyncSession, cursor: str | None, limit: int, wanted: Wanted, today: date
) -> Page[InvoiceSummary]:
    """List invoices by year and number; `today` says which are overdue."""
    query = _listed(select(Document, CREDITED, PAID), "invoice", cursor, wanted)
    if wanted.open:
        query = query.where(col(Document.total) > CREDITED + PAID)
    return await page_of(
        session, query, limit, lambda row: InvoiceSummary(**_invoice_fields(row, today)),
        lambda view: view.number,
    )  # fmt: skip


async def get_invoice(session: AsyncSession, number: str, today: date) -> InvoiceView:
    """Return one invoice; raises `NoSuchInvoice`."""
    query: Any = select(Document, CREDITED, PAID).where(
        col(Document.number) == number, col(Document.kind) == "invoice"
    )
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NoSuchInvoice(f"There is no invoice {number}.")
    notes = select(Document.number).where(col(Document.credits) == number)
    invoice: Document = row[0]
    return InvoiceView(
        **_invoice_fields(row, today),
        price_per_inhabitant=_price(invoice),
        lines=[_line_view(kept_line(line)) for line in invoice.lines],
        credit_notes=list((await session.exec(notes.order_by(col(Document.issued_at)))).all()),
    )


async def list_credit_notes(
    session: AsyncSession, cursor: str | None, limit: int, wanted: Wanted
) -> Page[CreditNoteSummary]:
    """List credit notes by year and number."""
    query = _listed(select(Document), "credit_note", cursor, wanted)
    return await page_of(
        session, query, limit, lambda note: CreditNoteSummary(**_note_fields(note)),
        lambda view: view.number,
    )  # fmt: skip


async def get_credit_note(session: AsyncSession, number: str) -> CreditNoteView:
    """Return one credit note; raises `NoSuchCreditNote`."""
    query = select(Document).where(
        col(Document.number) == number, col(Document.kind) == "credit_note"
    )
    note = (await session.exec(query)).one_or_none()
    if note is None:
        raise NoSuchCreditNote(f"There is no credit note {number}.")
    return CreditNoteView(
        **_note_fields(note), lines=[_line_view(kept_line(line)) for line in note.lines]
    )


async def count_missing_numbers(session: AsyncSession) -> int:
    """Count the numbers that were taken in all series and have no document."""
    of_series = select(func.count()).where(col(Document.series) == DocumentCounter.series)
    missing = func.sum(col(DocumentCounter.last) - of_series.scalar_subquery())
    return int((await session.exec(select(func.coalesce(missing, 0)))).one())


def _listed(query: Any, kind: str, cursor: str | None, wanted: Wanted) -> Any:
    query = query.where(col(Document.kind) == kind)
    if wanted.year is not None:
        query = query.where(col(Document.year) == wanted.year)
    if wanted.payer is not None:
        query = query.where(col(Document.payer) == wanted.payer)
    if cursor:
        year, _, place = cursor.removeprefix("C").partition("-")
        after = (int(year), int(place))
        query = query.where(tuple_(col(Document.year), col(Document.sequence)) > after)
    return query.order_by(col(Document.year), col(Document.sequence))


def _line_view(line: Line) -> InvoiceLineView:
    return InvoiceLineView(
        beneficiary=line.beneficiary,
        name=line.name,
        inhabitants=line.inhabitants,
        course=line.course,
        from_=line.first_day,
        until=line.last_day,
        days=line.days,
        amount=line.amount,
    )


def _price(invoice: Document) -> PriceView | None:
    if invoice.budget is None or invoice.participating is None:
        return None
    return PriceView.of(Price(invoice.budget, invoice.participating))


def _same_fields(document: Document) -> dict[str, Any]:
    """Return the fields that invoices and credit notes have."""
    names = ("contract_id", "number", "reason", "payer", "issued_on", "vat_category", "net", "vat",
             "total", "currency", "payment_reference")  # fmt: skip
    fields = {name: getattr(document, name) for name in names}
    return fields | {"period": document.year, "payer_name": document.buyer["name"]}


def _invoice_fields(row: Any, today: date) -> dict[str, Any]:
    """Return the fields that an invoice has with and without its lines."""
    invoice, credited, paid = row
    return {
        **_same_fields(invoice),
        "invoice_id": invoice.document_id,
        "due_on": invoice.due_on,
        "state": state_of(invoice.total, credited, paid, invoice.due_on, today),
        "credited": credited,
        "paid": paid,
        "open": open_of(invoice.total, credited, paid),
    }


def _note_fields(note: Document) -> dict[str, Any]:
    return {
        **_same_fields(note),
        "credit_note_id": note.document_id,
        "credits": note.credits,
    }
