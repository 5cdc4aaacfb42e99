"""Reads of invoices and of their numbers."""

from decimal import Decimal
from typing import Any

from shared.http import Page
from shared.refusals import NotFound
from sqlmodel import col, func, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.invoices.views import InvoiceLineView, InvoiceSummary, InvoiceView
from billing.paging import page_of
from billing.tables import Invoice, InvoiceCounter
from billing.tariffs.rules import Price
from billing.tariffs.views import PriceView


class NoSuchInvoice(NotFound):
    """No invoice has this number."""


async def list_invoices(
    session: AsyncSession, cursor: str | None, limit: int, year: int | None
) -> Page[InvoiceSummary]:
    """List invoices by number, of all years or of one."""
    query = select(Invoice).order_by(col(Invoice.year), col(Invoice.sequence))
    if year is not None:
        query = query.where(col(Invoice.year) == year)
    if cursor:
        after = tuple(int(part) for part in cursor.split("-"))
        query = query.where(tuple_(col(Invoice.year), col(Invoice.sequence)) > after)
    return await page_of(
        session,
        query,
        limit,
        lambda invoice: InvoiceSummary(**_summary_fields(invoice)),
        lambda view: view.number,
    )


async def get_invoice(session: AsyncSession, number: str) -> InvoiceView:
    """Return one invoice; raises `NoSuchInvoice`."""
    query = select(Invoice).where(col(Invoice.number) == number)
    invoice = (await session.exec(query)).one_or_none()
    if invoice is None:
        raise NoSuchInvoice(f"There is no invoice {number}.")
    return InvoiceView(
        **_summary_fields(invoice),
        price_per_inhabitant=PriceView.of(Price(invoice.budget, invoice.participating)),
        lines=[
            InvoiceLineView(
                beneficiary=line["beneficiary"],
                inhabitants=line["inhabitants"],
                amount=Decimal(line["amount"]),
            )
            for line in invoice.lines
        ],
    )


async def count_missing_numbers(session: AsyncSession) -> int:
    """Count the numbers that were taken in the series of all years and have no invoice."""
    of_year = select(func.count()).where(col(Invoice.year) == InvoiceCounter.series)
    missing = func.sum(col(InvoiceCounter.last) - of_year.scalar_subquery())
    return int((await session.exec(select(func.coalesce(missing, 0)))).one())


def _summary_fields(invoice: Invoice) -> dict[str, Any]:
    """Return the fields that an invoice has with and without its lines."""
    return {
        "invoice_id": invoice.invoice_id,
        "contract_id": invoice.contract_id,
        "number": invoice.number,
        "period": invoice.year,
        "payer": invoice.payer,
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "vat": invoice.vat,
        "total": invoice.total,
        "currency": invoice.currency,
    }
