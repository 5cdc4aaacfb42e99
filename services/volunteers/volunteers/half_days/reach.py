"""Whether a session is within the reach of a request."""

from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.half_days.rules import SessionNotFound

SELECT_LOCATION = "SELECT location_id FROM half_day_session WHERE session_id = $1"


async def require_session(connection: Connection, session_id: UUID, reach: Reach) -> None:
    """Raise `SessionNotFound`, or `BeyondReach` for a session of another location."""
    location_id = await connection.fetchval(SELECT_LOCATION, session_id)
    if location_id is None:
        raise SessionNotFound(f"there is no session {session_id}")
    reach.require(f"session {session_id}", location=location_id)
