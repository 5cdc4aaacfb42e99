"""Open a location."""

from datetime import datetime
from uuid import uuid4

from shared.database import Connection
from shared.outbox import record

from volunteers.locations.commands import OpenLocation
from volunteers.locations.events import location_event
from volunteers.locations.rules import LocationNameTaken, location_name
from volunteers.locations.tables import Location
from volunteers.locations.views import LocationView, view_of_location

INSERT_LOCATION = """
INSERT INTO location (location_id, name, region, desks) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING true
"""


async def open_location(
    connection: Connection, command: OpenLocation, now: datetime
) -> LocationView:
    """Open a location under a name that no other has, and record the event."""
    location = Location(
        location_id=uuid4(),
        name=location_name(command.name),
        region=command.region,
        desks=command.desks,
    )
    # Of two requests of one name at the same moment, the second waits and then inserts nothing.
    opened = await connection.fetchval(
        INSERT_LOCATION, location.location_id, location.name, location.region, location.desks
    )
    if not opened:
        raise LocationNameTaken("a location of that name is open already: choose another name")
    await record(connection, location_event(location, now))
    return view_of_location(location)
