"""Require that a location which a request names is open."""

from uuid import UUID

from shared.database import Connection

from volunteers.locations.rules import UnknownLocation

SELECT_LOCATION = "SELECT true FROM location WHERE location_id = $1"


async def require_location(connection: Connection, location_id: UUID) -> None:
    """Raise `UnknownLocation` for a location that was never opened."""
    if not await connection.fetchval(SELECT_LOCATION, location_id):
        raise UnknownLocation(f"locationId {location_id} is no location: open it first")
