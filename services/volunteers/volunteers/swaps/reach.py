"""Which swaps are within the reach of a request, and as whom somebody proposes one."""

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

    A volunteer reaches those that they proposed or are in, and what may be taken over in their
    location; a coordinator those of shifts of own locations.
    """
    if reach.everything:
        return sa.true()
    locations = sa.select(col(SwapLeg.swap_id)).join(
        Shift, col(Shift.shift_id).in_([col(SwapLeg.gives), col(SwapLeg.takes)])
    )
    found: list[sa.ColumnElement[bool]] = [
        col(Swap.swap_id).in_(locations.where(col(Shift.location_id).in_(reach.locations)))
    ]
    if reach.person:
        legs = sa.select(col(SwapLeg.swap_id))
        home = select(Volunteer.location_id).where(col(Volunteer.volunteer_id) == reach.person)
        is_open = locations.where(
            col(SwapLeg.volunteer_id).is_(None),
            col(Shift.location_id) == home.scalar_subquery(),
        )
        found += [
            col(Swap.proposed_by) == reach.person,
            col(Swap.swap_id).in_(legs.where(col(SwapLeg.volunteer_id) == reach.person)),
            sa.and_(col(Swap.state) == "proposed", col(Swap.swap_id).in_(is_open)),
        ]
    return sa.or_(*found)
