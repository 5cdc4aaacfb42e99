"""Require that a location which a request names works on a day."""

from datetime import date
from uuid import UUID

from shared.database import Connection

from volunteers.locations.rules import LocationClosed, UnknownLocation

# Shared: a merge that is carried out at this moment is waited for, and holds nobody else up.
SELECT_LOCATION = "SELECT closed_on, merged_into FROM location WHERE location_id = $1 FOR SHARE"


async def require_location(connection: Connection, location_id: UUID, day: date = date.min) -> None:
    """Raise `UnknownLocation`, or `LocationClosed` where it has merged before that day.

    Without a day any location will do that was ever opened. The row stays locked, so that the
    location does not merge before the commit.
    """
    row = await connection.fetchrow(SELECT_LOCATION, location_id)
    if row is None:
        raise UnknownLocation(f"locationId {location_id} is no location: open it first")
    if row["closed_on"] is not None and day >= row["closed_on"]:
        raise LocationClosed(
            f"location {location_id} closed on {row['closed_on']}: its people went to location "
            f"{row['merged_into']}, name that"
        )
