"""Reads of invoices and of their numbers."""

from typing import Any

from shared.http import Page
from shared.refusals import NotFound
from sqlmodel import col, func, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.invoices.rules.documents import kept_line
from billing.invoices.rules.owed import Line
from billing.invoices.views import InvoiceLineView, InvoiceSummary, InvoiceView
from billing.paging import page_of
from billing.tables import Document, DocumentCounter
from billing.tariffs.rules import Price
from billing.tariffs.views import PriceView


class NoSuchInvoice(NotFound):
    """No invoice has this number."""


async def list_invoices(
    session: AsyncSession, cursor: str | None, limit: int, year: int | None
) -> Page[InvoiceSummary]:
    """List invoices by number, of all years or of one."""
    query = (
        select(Document)
        .where(col(Document.kind) == "invoice")
        .order_by(col(Document.year), col(Document.sequence))
    )
    if year is not None:
        query = query.where(col(Document.year) == year)
    if cursor:
        after = tuple(int(part) for part in cursor.split("-"))
        query = query.where(tuple_(col(Document.year), col(Document.sequence)) > after)
    return await page_of(
        session,
        query,
        limit,
        lambda invoice: InvoiceSummary(**_summary_fields(invoice)),
        lambda view: view.number,
    )


async def get_invoice(session: AsyncSession, number: str) -> InvoiceView:
    """Return one invoice; raises `NoSuchInvoice`."""
    query = (
        select(Document)
        .where(col(Document.number) == number)
        .where(col(Document.kind) == "invoice")
    )
    invoice = (await session.exec(query)).one_or_none()
    if invoice is None:
        raise NoSuchInvoice(f"There is no invoice {number}.")
    priced = invoice.budget is not None and invoice.participating is not None
    return InvoiceView(
        **_summary_fields(invoice),
        price_per_inhabitant=(
            PriceView.of(Price(invoice.budget or 0, invoice.participating or 0)) if priced else None
        ),
        lines=[_line_view(kept_line(line)) for line in invoice.lines],
    )


async def count_missing_numbers(session: AsyncSession) -> int:
    """Count the numbers that were taken in all series and have no document."""
    of_series = select(func.count()).where(col(Document.series) == DocumentCounter.series)
    missing = func.sum(col(DocumentCounter.last) - of_series.scalar_subquery())
    return int((await session.exec(select(func.coalesce(missing, 0)))).one())


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


def _summary_fields(invoice: Document) -> dict[str, Any]:
    """Return the fields that an invoice has with and without its lines."""
    return {
        "invoice_id": invoice.document_id,
        "contract_id": invoice.contract_id,
        "number": invoice.number,
        "period": invoice.year,
        "reason": invoice.reason,
        "payer": invoice.payer,
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "vat_category": invoice.vat_category,
        "vat": invoice.vat,
        "total": invoice.total,
        "currency": invoice.currency,
        "payment_reference": invoice.payment_reference,
    }
