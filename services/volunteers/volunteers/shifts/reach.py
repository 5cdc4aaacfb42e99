"""Whether a shift is within the reach of a request.

A shift's location changes on the day of a merger only, when the claim of the old location reaches
the new one too: so its row is not locked here.
"""

from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.shifts.rules.places import ShiftNotFound

SELECT_LOCATION_OF_SHIFT = "SELECT location_id FROM shift WHERE shift_id = $1"


async def require_shift(connection: Connection, shift_id: UUID, reach: Reach) -> None:
    """Raise `ShiftNotFound`, or `BeyondReach` for a shift of another location."""
    reach.require(f"shift {shift_id}", location=await _location(connection, shift_id))


async def acts_for_oneself(
    connection: Connection, shift_id: UUID, volunteer_id: UUID, reach: Reach
) -> bool:
    """Return whether a request about a place is the volunteer's own, and no coordinator's.

    Raises `ShiftNotFound`, and `BeyondReach` for somebody else's place at another location.
    """
    location_id = await _location(connection, shift_id)
    if reach.covers(location=location_id):
        return False
    reach.require(f"the place of volunteer {volunteer_id}", person=volunteer_id)
    return True


def oneself(reach: Reach) -> UUID:
    """Return the volunteer who asks, where an endpoint is for own records only."""
    assert reach.person is not None
    return reach.person


async def _location(connection: Connection, shift_id: UUID) -> UUID:
    location_id: UUID | None = await connection.fetchval(SELECT_LOCATION_OF_SHIFT, shift_id)
    if location_id is None:
        raise ShiftNotFound(f"there is no shift {shift_id}")
    return location_id
