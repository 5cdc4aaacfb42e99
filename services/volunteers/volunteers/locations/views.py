"""Answers about locations."""

from uuid import UUID

from shared.events.vocabulary import Province
from shared.http import View

from volunteers.locations.tables import Location


class LocationView(View):
    """A location from which volunteers work."""

    location_id: UUID
    name: str
    region: Province


def view_of_location(location: Location) -> LocationView:
    """Return a location as clients see it."""
    return LocationView(
        location_id=location.location_id, name=location.name, region=location.region
    )
