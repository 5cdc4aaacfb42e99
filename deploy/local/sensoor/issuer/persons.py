"""Persons of the data for the development issuer: a listener of each location."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg

from sensoor import home as homes

# A listener of each location, the same one each time.
LISTENERS = """
SELECT DISTINCT ON (location.name) volunteer_id, location_id, location.name
FROM volunteer JOIN location USING (location_id)
WHERE admitted_at IS NOT NULL AND role = 'listener'
ORDER BY location.name, volunteer_id
"""


@dataclass(frozen=True)
class Person:
    """A volunteer who was admitted, and the location from which they work."""

    volunteer_id: UUID
    location_id: UUID
    place: str


async def listeners(home: Path) -> list[Person]:
    """Return a listener of each location, by its name; nobody while the platform is not up."""
    addresses = homes.addresses(home)
    if addresses is None:
        return []
    try:
        connection = await asyncpg.connect(addresses["databases"]["volunteers"], timeout=2)
        try:
            return [Person(*row) for row in await connection.fetch(LISTENERS, timeout=2)]
        finally:
            await connection.close(timeout=2)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
        return []  # there is no such database yet, or just now


def ids_in(text: str) -> list[UUID]:
    """Read ids with commas or spaces between them; raises ValueError."""
    return [UUID(word) for word in text.replace(",", " ").split()]
