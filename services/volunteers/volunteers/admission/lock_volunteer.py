"""Lock a volunteer's row, to change it or what depends on it.

Everywhere the volunteer is locked before the shift.
"""

from uuid import UUID

from shared.database import Connection

from volunteers.admission.tables import Volunteer
from volunteers.persistence import lock


async def lock_volunteer(connection: Connection, volunteer_id: UUID) -> Volunteer | None:
    """Return the volunteer with the row locked, or None."""
    found = await lock(connection, Volunteer, [volunteer_id])
    return found[0] if found else None
