"""Answers about swaps."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from shared.http import View

from volunteers.swaps.tables import Swap, SwapLeg
from volunteers.swaps.vocabulary import SwapState


class LegView(View):
    """What one gives and takes, by the ids of shifts, and when they agreed (UTC)."""

    volunteer_id: UUID | None
    gives: UUID | None
    takes: UUID | None
    agreed_at: dt.datetime | None


class SwapView(View):
    """A swap; it is done when all have agreed, until `expiresAt` (UTC).

    `proposedBy` null: a coordinator. A leg without a volunteer is open to whoever agrees first.
    """

    swap_id: UUID
    proposed_by: UUID | None
    state: SwapState
    proposed_at: dt.datetime
    expires_at: dt.datetime
    settled_at: dt.datetime | None
    legs: list[LegView]


def view_of_swap(swap: Swap, legs: Sequence[SwapLeg]) -> SwapView:
    """Return a swap as clients see it."""
    return SwapView(
        swap_id=swap.swap_id,
        proposed_by=swap.proposed_by,
        state=swap.state,
        proposed_at=swap.proposed_at,
        expires_at=swap.expires_at,
        settled_at=swap.settled_at,
        legs=[
            LegView(
                volunteer_id=leg.volunteer_id, gives=leg.gives, takes=leg.takes,
                agreed_at=leg.agreed_at,
            )
            for leg in legs
        ],
    )  # fmt: skip
