"""Counts over all tables."""

from decimal import Decimal
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.tables import Contract, Document, InvoiceObligation, Municipality
from billing.totals.views import TotalsView


async def count_totals(session: AsyncSession) -> TotalsView:
    """Count what billing holds, from the tables themselves."""
    series = (
        await session.exec(
            select(
                func.count(),
                func.min(Document.sequence),
                func.max(Document.sequence),
                func.sum(Document.total),
            )
            .where(col(Document.kind) == "invoice")
            .group_by(col(Document.series))
        )
    ).all()
    billed = (
        select(Document.document_id)
        .where(col(Document.contract_id) == InvoiceObligation.contract_id)
        .where(col(Document.year) == InvoiceObligation.year)
    )
    drafts = select(func.count()).select_from(InvoiceObligation).where(~billed.exists())
    return TotalsView(
        municipalities=await _count(session, select(func.count()).select_from(Municipality)),
        contracts_signed=await _count(session, select(func.count()).select_from(Contract)),
        invoices_issued=sum(count for count, _, _, _ in series),
        # Sequence numbers are unique within a series: a first of 1 and a last of the count suffice.
        invoice_numbers_gapless=all(
            (first, last) == (1, count) for count, first, last, _ in series
        ),
        invoiced_total=sum((total for _, _, _, total in series), Decimal("0.00")),
        obligations_open=await _count(session, drafts),
    )


async def _count(session: AsyncSession, query: Any) -> int:
    return int((await session.exec(query)).one())
