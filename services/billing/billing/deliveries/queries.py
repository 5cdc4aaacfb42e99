"""Reads of deliveries."""

from shared.http import Page
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.deliveries.rules import State
from billing.deliveries.views import DocumentDeliveryView
from billing.paging import page_of
from billing.tables import Delivery


async def list_deliveries(
    session: AsyncSession, cursor: str | None, limit: int, state: State | None
) -> Page[DocumentDeliveryView]:
    """List deliveries by number, all or those of a state."""
    query = select(Delivery).order_by(col(Delivery.number))
    if state:
        query = query.where(col(Delivery.state) == state)
    if cursor:
        query = query.where(col(Delivery.number) > cursor)
    return await page_of(
        session, query, limit,
        lambda row: DocumentDeliveryView.model_validate(row, from_attributes=True),
        lambda view: view.number,
    )  # fmt: skip


async def count_failed(session: AsyncSession) -> int:
    """Count the documents that were tried in vain, and wait for a person."""
    query = select(func.count()).select_from(Delivery).where(col(Delivery.state) == "failed")
    return int((await session.exec(query)).one())
