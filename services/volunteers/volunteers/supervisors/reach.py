"""Whether a supervisor is within the reach of a request."""

from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.supervisors.rules import SupervisorNotFound

SELECT_LOCATION = "SELECT location_id FROM supervisor WHERE supervisor_id = $1"


async def require_supervisor_within(
    connection: Connection, supervisor_id: UUID, reach: Reach
) -> None:
    """Raise `SupervisorNotFound`, or `BeyondReach` for a supervisor of another location."""
    location_id = await connection.fetchval(SELECT_LOCATION, supervisor_id)
    if location_id is None:
        raise SupervisorNotFound(f"there is no supervisor {supervisor_id}")
    reach.require(f"supervisor {supervisor_id}", location=location_id)
