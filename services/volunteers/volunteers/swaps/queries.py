"""Reads of swaps, within the reach of the caller."""

from collections import defaultdict
from uuid import UUID

from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.paging import page_of, rows_by_id
from volunteers.swaps.reach import swaps_within
from volunteers.swaps.tables import Swap, SwapLeg
from volunteers.swaps.views import SwapView, view_of_swap
from volunteers.swaps.vocabulary import SwapState


async def swaps(
    session: AsyncSession, reach: Reach, state: SwapState | None, cursor: UUID | None, limit: int
) -> Page[SwapView]:
    """Return a page of the swaps within reach, all or those in a state."""
    conditions = [swaps_within(reach)]
    if state:
        conditions.append(col(Swap.state) == state)
    key = col(Swap.swap_id)
    rows = await rows_by_id(session, Swap, key, cursor, limit, *conditions)
    in_order = (col(SwapLeg.swap_id), col(SwapLeg.number))
    query = select(SwapLeg).where(col(SwapLeg.swap_id).in_([one.swap_id for one in rows]))
    legs: dict[UUID, list[SwapLeg]] = defaultdict(list)
    for leg in (await session.exec(query.order_by(*in_order))).all():
        legs[leg.swap_id].append(leg)
    return page_of(
        rows, limit, lambda row: view_of_swap(row, legs[row.swap_id]), lambda row: row.swap_id
    )
