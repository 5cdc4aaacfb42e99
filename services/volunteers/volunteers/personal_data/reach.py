"""Whether a person, a volunteer or a supervisor, is within the reach of a request."""

from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.personal_data.rules import PersonNotFound

LOCK_LOCATION = """
SELECT location_id FROM volunteer WHERE volunteer_id = $1 FOR NO KEY UPDATE
"""
SELECT_LOCATION_OF_SUPERVISOR = "SELECT location_id FROM supervisor WHERE supervisor_id = $1"


async def require_person(connection: Connection, person_id: UUID, reach: Reach) -> None:
    """Raise `PersonNotFound`, or `BeyondReach` for another person of another location."""
    location = await connection.fetchval(LOCK_LOCATION, person_id)
    if location is None:
        location = await connection.fetchval(SELECT_LOCATION_OF_SUPERVISOR, person_id)
    if location is None:
        raise PersonNotFound(f"person {person_id} is neither a volunteer nor a supervisor")
    reach.require(f"person {person_id}", person=person_id, location=location)
