"""Open a location."""

from datetime import datetime
from uuid import uuid4

from shared.database import Connection
from shared.events.volunteers import LocationOpened
from shared.outbox import outbox_row, record

from volunteers.locations.commands import OpenLocation
from volunteers.locations.rules import LocationNameTaken, location_name
from volunteers.locations.tables import Location
from volunteers.locations.views import LocationView, view_of_location

INSERT_LOCATION = """
INSERT INTO location (location_id, name, region) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING RETURNING true
"""


async def open_location(
    connection: Connection, command: OpenLocation, now: datetime
) -> LocationView:
    """Open a location under a name that no other has, and record the event."""
    location = Location(
        location_id=uuid4(), name=location_name(command.name), region=command.region
    )
    # Of two requests of one name at the same moment, the second waits and then inserts nothing.
    opened = await connection.fetchval(
        INSERT_LOCATION, location.location_id, location.name, location.region
    )
    if not opened:
        raise LocationNameTaken("a location of that name is open already: choose another name")
    event = LocationOpened(
        location_id=location.location_id, name=location.name, region=location.region
    )
    row = outbox_row(event, aggregate_id=location.location_id, version=1, now=now)
    await record(connection, row)
    return view_of_location(location)
