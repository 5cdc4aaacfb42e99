"""Whether a shift is within the reach of a request.

A shift's location changes only as it merges, and who reaches a location that has merged reaches its
successor: no row is locked here.
"""

from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.shifts.rules.places import ShiftNotFound

SELECT_LOCATION_OF_SHIFT = "SELECT location_id FROM shift WHERE shift_id = $1"


async def require_shift(connection: Connection, shift_id: UUID, reach: Reach) -> None:
    """Raise `ShiftNotFound`, or `BeyondReach` for a shift of another location."""
    location_id = await connection.fetchval(SELECT_LOCATION_OF_SHIFT, shift_id)
    if location_id is None:
        raise ShiftNotFound(f"there is no shift {shift_id}")
    reach.require(f"shift {shift_id}", location=location_id)
