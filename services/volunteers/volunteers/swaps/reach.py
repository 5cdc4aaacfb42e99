"""Which swaps are within the reach of a request, and as whom somebody proposes one."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from shared.database import Connection
from shared.reach import Reach
from sqlmodel import col, select

from volunteers.admission.reach import require_volunteers
from volunteers.admission.tables import Volunteer
from volunteers.shifts.reach import require_shift
from volunteers.shifts.tables import Shift
from volunteers.swaps.commands import ProposeSwap
from volunteers.swaps.rules import SwapNotFound
from volunteers.swaps.tables import Swap, SwapLeg

SELECT_WHOSE = """
SELECT proposed_by, ARRAY(
    SELECT location_id FROM swap_leg JOIN shift ON shift_id IN (gives, takes)
    WHERE swap_leg.swap_id = swap.swap_id
) AS locations FROM swap WHERE swap_id = $1
"""


async def proposer(connection: Connection, command: ProposeSwap, reach: Reach) -> UUID | None:
    """Return the volunteer who proposes, who is one of those who swap; None: a coordinator.

    Raises `BeyondReach` where a coordinator names a volunteer or a shift of another location.
    """
    people = [leg.volunteer_id for leg in command.legs if leg.volunteer_id]
    if reach.person in people:
        return reach.person
    await require_volunteers(connection, people, reach)
    for leg in command.legs:
        for shift_id in (leg.gives, leg.takes):
            if shift_id:
                await require_shift(connection, shift_id, reach)
    return None


async def require_own_swap(connection: Connection, swap_id: UUID, reach: Reach) -> None:
    """Raise `SwapNotFound`, or `BeyondReach` for who neither proposed it nor coordinates it."""
    row = await connection.fetchrow(SELECT_WHOSE, swap_id)
    if row is None:
        raise SwapNotFound(f"there is no swap {swap_id}")
    if not any(reach.covers(location=one) for one in row["locations"]):
        reach.require(f"swap {swap_id}", person=row["proposed_by"])


def swaps_within(reach: Reach) -> sa.ColumnElement[bool]:
    """Return the condition of a query for swaps that keeps it within reach.

    A volunteer reaches those that they are in, and what may be taken over at their location; a
    coordinator those of shifts of own locations.
    """
    if reach.everything:
        return sa.true()
    found: list[sa.ColumnElement[bool]] = []
    if reach.locations:
        here = col(Shift.location_id).in_(reach.locations)
        legs = _legs_with_shifts().where(here, col(SwapLeg.swap_id) == col(Swap.swap_id))
        found.append(legs.exists())
    if reach.person:
        own = sa.select(col(SwapLeg.swap_id)).where(col(SwapLeg.volunteer_id) == reach.person)
        home = select(Volunteer.location_id).where(col(Volunteer.volunteer_id) == reach.person)
        proposed = sa.select(col(Swap.swap_id)).where(col(Swap.state) == "proposed")
        open_ = _legs_with_shifts().where(
            col(SwapLeg.volunteer_id).is_(None),
            col(Shift.location_id) == home.scalar_subquery(),
            col(SwapLeg.swap_id).in_(proposed),
        )
        # As an array their ids are looked up, where a join would read all swaps in order.
        ids = sa.func.array(sa.union(own, open_).scalar_subquery())
        found.append(col(Swap.swap_id) == sa.func.any(ids))
    return sa.or_(*found)


def _legs_with_shifts() -> sa.Select[Any]:
    of_leg = col(Shift.shift_id).in_([col(SwapLeg.gives), col(SwapLeg.takes)])
    return sa.select(col(SwapLeg.swap_id)).join(Shift, of_leg)
