"""Reads of settled years."""

from shared.http import Page
from shared.refusals import NotFound
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.paging import page_of
from billing.settlements.rules import Settled
from billing.settlements.views import SettlementView
from billing.tables import Settlement
from billing.tariffs.rules import Price


class NotSettled(NotFound):
    """The year is not settled."""


async def list_settlements(
    session: AsyncSession, cursor: int | None, limit: int
) -> Page[SettlementView]:
    """List settled years."""
    query = select(Settlement).order_by(col(Settlement.year))
    if cursor:
        query = query.where(col(Settlement.year) > cursor)
    return await page_of(session, query, limit, _view, lambda view: str(view.year))


async def get_settlement(session: AsyncSession, year: int) -> SettlementView:
    """Return one settled year; raises `NotSettled`."""
    settled = await session.get(Settlement, year)
    if settled is None:
        raise NotSettled(f"{year} is not settled.")
    return _view(settled)


async def is_settled(session: AsyncSession, year: int) -> bool:
    """Say whether a year is settled."""
    return await session.get(Settlement, year) is not None


async def last_settled(session: AsyncSession) -> int | None:
    """Return the last year that is settled; None: no year is."""
    return (await session.exec(select(func.max(Settlement.year)))).one()


def _view(row: Settlement) -> SettlementView:
    settled = Settled(
        year=row.year,
        price=Price(row.budget, row.participating),
        eligible=row.eligible,
        participants=row.participants,
        below_offer=row.below_offer,
    )
    return SettlementView.of(settled, row.settled_at)
