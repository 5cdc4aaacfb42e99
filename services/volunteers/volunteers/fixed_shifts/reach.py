"""Whether a fixed shift is within the reach of a request."""

from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.fixed_shifts.rules import FixedShiftNotFound

SELECT_WHOSE = "SELECT volunteer_id, location_id FROM fixed_shift WHERE fixed_id = $1"


async def require_fixed_shift(connection: Connection, fixed_id: UUID, reach: Reach) -> None:
    """Raise `FixedShiftNotFound`, or `BeyondReach` for somebody else's of another location."""
    row = await connection.fetchrow(SELECT_WHOSE, fixed_id)
    if row is None:
        raise FixedShiftNotFound(f"there is no fixed shift {fixed_id}")
    reach.require(
        f"fixed shift {fixed_id}", person=row["volunteer_id"], location=row["location_id"]
    )
