"""Refuse a swap, or withdraw it."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.reach import BeyondReach

from volunteers.swaps.load_swap import lock_swap, settle
from volunteers.swaps.rules import check_open
from volunteers.swaps.views import SwapView, view_of_swap


async def refuse_swap(
    connection: Connection, swap_id: UUID, volunteer_id: UUID, now: datetime
) -> SwapView:
    """Refuse a swap as one of those who are in it. Raises `SwapNotFound` and `SwapIsSettled`."""
    swap, legs = await lock_swap(connection, swap_id)
    if all(leg.volunteer_id != volunteer_id for leg in legs):
        raise BeyondReach(f"swap {swap_id} is beyond your reach: it is between others")
    check_open(swap_id, swap.state, swap.expires_at, now)
    await settle(connection, swap, legs, "refused", now, but=volunteer_id)
    return view_of_swap(swap, legs)


async def withdraw_swap(connection: Connection, swap_id: UUID, now: datetime) -> SwapView:
    """Withdraw a swap, as who proposed it may. Raises `SwapNotFound` and `SwapIsSettled`."""
    swap, legs = await lock_swap(connection, swap_id)
    check_open(swap_id, swap.state, swap.expires_at, now)
    await settle(connection, swap, legs, "withdrawn", now, but=swap.proposed_by)
    return view_of_swap(swap, legs)
