"""What the use cases load and lock. Everywhere the volunteer is locked before the shift."""

from uuid import UUID

from shared.database import Connection
from shared.refusals import Refusal

from volunteers.not_found import ShiftNotFound
from volunteers.rows import locked
from volunteers.tables import Shift, Volunteer


class UnknownLocation(Refusal):
    """The location that the request names was never opened."""


class UnknownVolunteer(Refusal):
    """A volunteer whom the request names never applied."""


async def require_location(connection: Connection, location_id: UUID) -> None:
    """Refuse a location that was never opened."""
    query = "SELECT true FROM location WHERE location_id = $1"
    if not await connection.fetchval(query, location_id):
        raise UnknownLocation(f"locationId {location_id} is no location: open it first")


async def volunteer_to_change(connection: Connection, volunteer_id: UUID) -> Volunteer | None:
    """Return the volunteer with the row locked, or None."""
    found = await locked(connection, Volunteer, [volunteer_id])
    return found[0] if found else None


async def shift_to_change(connection: Connection, shift_id: UUID) -> Shift:
    """Return the shift with its row locked; raises `ShiftNotFound`."""
    found = await locked(connection, Shift, [shift_id])
    if not found:
        raise ShiftNotFound(f"there is no shift {shift_id}")
    return found[0]
