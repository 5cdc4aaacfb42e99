"""What reporting answers about locations."""

from uuid import UUID

from shared.events.vocabulary import Province
from shared.http import View


class LocationView(View):
    """A place from which volunteers work."""

    location_id: UUID
    name: str
    region: Province
