"""Load a swap whose row is locked: before any volunteer, and so before any shift."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from shared.database import Connection

from volunteers.notices.tables import Notice
from volunteers.notices.vocabulary import NoticeKind
from volunteers.notices.want_notices import want_notices
from volunteers.persistence import lock, save
from volunteers.swaps.rules import SwapNotFound
from volunteers.swaps.tables import Swap, SwapLeg
from volunteers.swaps.vocabulary import SwapState

TELL_WITHIN = timedelta(days=1)
SELECT_LEGS = """
SELECT swap_id, number, volunteer_id, gives, takes, agreed_at FROM swap_leg WHERE swap_id = $1
ORDER BY number
"""


async def lock_swap(connection: Connection, swap_id: UUID) -> tuple[Swap, list[SwapLeg]]:
    """Return the swap with its row locked, and its legs; raises `SwapNotFound`."""
    found = await lock(connection, Swap, [swap_id])
    if not found:
        raise SwapNotFound(f"there is no swap {swap_id}")
    rows = await connection.fetch(SELECT_LEGS, swap_id)
    return found[0], [SwapLeg(**row) for row in rows]


async def settle(
    connection: Connection, swap: Swap, legs: Iterable[SwapLeg], state: SwapState, now: datetime,
    *, but: UUID | None = None,
) -> None:  # fmt: skip
    """Save how a swap ended, and tell all who are in it but the one by whom it did."""
    swap.state, swap.settled_at = state, now
    await save(connection, [swap], "state", "settled_at")
    await tell_all(connection, "swap_settled", swap, legs, now, but=but)


async def tell_all(
    connection: Connection, kind: NoticeKind, swap: Swap, legs: Iterable[SwapLeg], now: datetime,
    *, but: UUID | None,
) -> None:  # fmt: skip
    """Want a notice about a swap for all who are in it but one."""
    told = [leg.volunteer_id for leg in legs if leg.volunteer_id and leg.volunteer_id != but]
    # Of a swap that lapsed somebody is told after its time.
    until = max(swap.expires_at, now + TELL_WITHIN)
    await want_notices(
        connection,
        [
            Notice(
                notice_id=uuid4(), person_id=one, kind=kind, about_id=swap.swap_id, due_at=now,
                expires_at=until, next_at=now,
            )
            for one in told
        ],
    )  # fmt: skip
