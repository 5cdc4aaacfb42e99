"""Reads of surges."""

from uuid import UUID

from shared.http import Page
from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.paging import page_of
from volunteers.surges.tables import Surge
from volunteers.surges.views import SurgeView, view_of_surge


async def surges(session: AsyncSession, cursor: UUID | None, limit: int) -> Page[SurgeView]:
    """Return a page of the surges, the newest first."""
    order = (col(Surge.since), col(Surge.surge_id))
    query = select(Surge).order_by(*(one.desc() for one in order)).limit(limit + 1)
    if cursor:
        last = select(*order).where(col(Surge.surge_id) == cursor)
        query = query.where(tuple_(*order) < last.scalar_subquery())
    rows = (await session.exec(query)).all()
    return page_of(rows, limit, view_of_surge, lambda row: row.surge_id)


async def surges_now(session: AsyncSession) -> list[SurgeView]:
    """Return the surges that last, the newest first."""
    query = select(Surge).where(col(Surge.until).is_(None)).order_by(col(Surge.since).desc())
    return [view_of_surge(row) for row in (await session.exec(query)).all()]
