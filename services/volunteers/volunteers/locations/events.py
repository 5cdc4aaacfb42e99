"""The event of a location."""

from datetime import datetime

from shared.events.volunteers import LocationOpened
from shared.outbox import OutboxRow, outbox_row

from volunteers.locations.tables import Location


def location_event(location: Location, now: datetime) -> OutboxRow:
    """Return the event that a location exists as it now is."""
    event = LocationOpened(
        location_id=location.location_id,
        name=location.name,
        region=location.region,
        closed_on=location.closed_on,
        merged_into=location.merged_into,
    )
    return outbox_row(event, aggregate_id=location.location_id, version=location.version, now=now)
