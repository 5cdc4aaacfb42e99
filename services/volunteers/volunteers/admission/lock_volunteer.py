"""Lock a volunteer's row, to change it or what depends on it.

Everywhere the volunteer is locked before the shift.
"""

from collections.abc import Iterable
from uuid import UUID

from shared.database import Connection

from volunteers.admission.rules.completion import VolunteerNotFound
from volunteers.admission.tables import Volunteer
from volunteers.persistence import lock


async def lock_volunteer(connection: Connection, volunteer_id: UUID) -> Volunteer | None:
    """Return the volunteer with the row locked, or None."""
    found = await lock(connection, Volunteer, [volunteer_id])
    return found[0] if found else None


async def require_volunteer(connection: Connection, volunteer_id: UUID) -> Volunteer:
    """Return the volunteer with the row locked; raises `VolunteerNotFound`."""
    volunteer = await lock_volunteer(connection, volunteer_id)
    if volunteer is None:
        raise VolunteerNotFound(f"there is no volunteer {volunteer_id}")
    return volunteer


async def lock_volunteers(
    connection: Connection, volunteer_ids: Iterable[UUID]
) -> dict[UUID, Volunteer]:
    """Return those of these volunteers who are there, locked in the order of their ids."""
    found = await lock(connection, Volunteer, sorted(set(volunteer_ids)))
    return {one.volunteer_id: one for one in found}
