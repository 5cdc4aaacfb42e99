"""Agree to a swap; the last agreement carries it out."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.reach import BeyondReach

from volunteers.swaps.exchange import check_exchange, write_exchange
from volunteers.swaps.load_swap import lock_swap, settle
from volunteers.swaps.rules import Leg, check_open
from volunteers.swaps.tables import SwapLeg
from volunteers.swaps.views import SwapView, view_of_swap

UPDATE_LEG = """
UPDATE swap_leg SET volunteer_id = $3, agreed_at = $4 WHERE swap_id = $1 AND number = $2
"""


async def agree_to_swap(
    connection: Connection, swap_id: UUID, volunteer_id: UUID, now: datetime
) -> SwapView:
    """Agree; once all have, check all rules on the result and exchange the places, in this commit.

    The same again changes nothing. What a rule forbids by now is refused, and the swap stays open.
    Raises `SwapNotFound`, `SwapIsSettled`, `TooLateToSwap`, `PlaceIsGone`, what `may_take` lists.
    """
    swap, legs = await lock_swap(connection, swap_id)
    own = _leg_of(legs, volunteer_id)
    if own.agreed_at:
        return view_of_swap(swap, legs)
    check_open(swap_id, swap.state, swap.expires_at, now)
    own.volunteer_id, own.agreed_at = volunteer_id, now
    await connection.execute(UPDATE_LEG, swap_id, own.number, volunteer_id, now)
    if all(leg.agreed_at for leg in legs):
        moves = [Leg(leg.volunteer_id, leg.gives, leg.takes) for leg in legs]
        await write_exchange(connection, await check_exchange(connection, moves, now), now)
        await settle(connection, swap, legs, "done", now, but=volunteer_id)
    return view_of_swap(swap, legs)


def _leg_of(legs: Sequence[SwapLeg], volunteer_id: UUID) -> SwapLeg:
    """Return the leg of a volunteer, or the one that is open to whoever agrees first."""
    for wanted in (volunteer_id, None):
        for leg in legs:
            if leg.volunteer_id == wanted:
                return leg
    raise BeyondReach(f"swap {legs[0].swap_id} is beyond your reach: it is between others")
