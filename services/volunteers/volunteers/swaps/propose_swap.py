"""Propose a swap."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection

from volunteers.persistence import insert
from volunteers.swaps.exchange import check_exchange
from volunteers.swaps.load_swap import tell_all
from volunteers.swaps.rules import Leg, check_legs, last_moment
from volunteers.swaps.tables import Swap, SwapLeg
from volunteers.swaps.views import SwapView, view_of_swap


async def propose_swap(
    connection: Connection, legs: Sequence[Leg], *, by: UUID | None, now: datetime
) -> SwapView:
    """Propose a swap that the rules allow as things are, and tell the others.

    `by` is a volunteer of one leg, who agrees by it; None: a coordinator, and nobody has agreed.
    Raises what is wrong about the legs, what forbids one of the places, and `TooLateToSwap`.
    """
    check_legs(legs, by_coordinator=by is None)
    exchange = await check_exchange(connection, legs, now)
    swap = Swap(
        swap_id=uuid4(),
        proposed_by=by,
        state="proposed",
        proposed_at=now,
        expires_at=last_moment([one.starts_at for one in exchange.shifts.values()], now),
    )
    rows = [
        SwapLeg(
            swap_id=swap.swap_id, number=number, volunteer_id=leg.volunteer_id, gives=leg.gives,
            takes=leg.takes, agreed_at=now if by and leg.volunteer_id == by else None,
        )
        for number, leg in enumerate(legs, 1)
    ]  # fmt: skip
    await insert(connection, swap)
    for row in rows:
        await insert(connection, row)
    await tell_all(connection, "swap_proposed", swap, rows, now, but=by)
    return view_of_swap(swap, rows)
