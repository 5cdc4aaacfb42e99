"""Counts over all tables."""

from decimal import Decimal
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.tables import Contract, Invoice, InvoiceObligation, Municipality
from billing.totals.views import TotalsView


async def count_totals(session: AsyncSession) -> TotalsView:
    """Count what billing holds, from the tables themselves."""
    series = (
        await session.exec(
            select(
                func.count(),
                func.min(Invoice.sequence),
                func.max(Invoice.sequence),
                func.sum(Invoice.total),
            ).group_by(col(Invoice.year))
        )
    ).all()
    open_obligations = select(func.count()).where(col(InvoiceObligation.invoice_id).is_(None))
    return TotalsView(
        municipalities=await _count(session, select(func.count()).select_from(Municipality)),
        contracts_signed=await _count(session, select(func.count()).select_from(Contract)),
        invoices_issued=sum(count for count, _, _, _ in series),
        # Sequence numbers are unique within a year: a first of 1 and a last of the count suffice.
        invoice_numbers_gapless=all(
            (first, last) == (1, count) for count, first, last, _ in series
        ),
        invoiced_total=sum((total for _, _, _, total in series), Decimal("0.00")),
        obligations_open=await _count(session, open_obligations),
    )


async def _count(session: AsyncSession, query: Any) -> int:
    return int((await session.exec(query)).one())
