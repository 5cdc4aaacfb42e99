"""Who somebody can be at the development issuer: persons of the data, and roles without one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
from shared.roles import Role

from sensoor import home as homes

# The same volunteers each time; a listener who may chat, where there is one.
SELECT_LOCATIONS = """
SELECT location_id, name, region,
    (SELECT volunteer_id FROM volunteer
     WHERE volunteer.location_id = location.location_id AND role = 'listener'
       AND admitted_at IS NOT NULL
     ORDER BY 'chat' <> ALL (channels), volunteer_id::text LIMIT 1) AS listener,
    (SELECT min(volunteer_id::text)::uuid FROM volunteer
     WHERE volunteer.location_id = location.location_id AND role = 'mentor'
       AND admitted_at IS NOT NULL) AS mentor
FROM location ORDER BY region, name
"""


@dataclass(frozen=True)
class Person:
    """Somebody with one role: which volunteer they are and to which locations they are limited.

    `volunteer_id` is None for who is no volunteer; no `locations`: the nation.
    """

    role: Role
    volunteer_id: UUID | None = None
    locations: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Location:
    """A location of the data, with one admitted listener and one mentor, where there is one."""

    location_id: UUID
    name: str
    region: str
    listener: UUID | None
    mentor: UUID | None


async def locations(home: Path) -> list[Location]:
    """Return the locations by region and name; none while the platform of this home is not up."""
    addresses = homes.addresses(home)
    if addresses is None:
        return []
    try:
        connection = await asyncpg.connect(addresses["databases"]["volunteers"], timeout=2)
        try:
            return [Location(*row) for row in await connection.fetch(SELECT_LOCATIONS, timeout=2)]
        finally:
            await connection.close(timeout=2)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
        return []  # there is no such database yet, or just now


async def listeners(home: Path) -> list[Location]:
    """Return the locations that have a listener, by name."""
    known = await locations(home)
    return sorted((one for one in known if one.listener), key=lambda one: one.name)


def person_of(form: Mapping[str, str]) -> Person:
    """Read `role`, `person` (a volunteer's id) and `locations` (ids) of a form.

    Raises ValueError when the role is not one of ours or an id is no id.
    """
    volunteers = ids_in(form.get("person", ""))
    limits = tuple(ids_in(form.get("locations", "")))
    return Person(Role(form.get("role", "")), next(iter(volunteers), None), limits)


def ids_in(text: str) -> list[UUID]:
    """Read ids with commas or spaces between them; raises ValueError."""
    return [UUID(word) for word in text.replace(",", " ").split()]
