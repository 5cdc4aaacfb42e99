"""Load what stands about locations and institutions, for the rules of their changes."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from shared.database import Connection

from volunteers.locations.rules import (
    InstitutionNotFound,
    Lasting,
    Planned,
    UnknownInstitution,
    UnknownLocation,
)
from volunteers.locations.tables import Institution, Location
from volunteers.persistence import lock

SELECT_PLANNED = """
SELECT kind, location_id, into_id, on_day FROM location_change WHERE done_at IS NULL
"""
SELECT_MEMBERSHIP = """
SELECT institution_id, first_day FROM location_membership
WHERE location_id = $1 AND last_day IS NULL
"""
ONE_DAY = timedelta(days=1)


async def load_planned(connection: Connection) -> list[Planned]:
    """Return the changes that are still to come."""
    return [Planned(**row) for row in await connection.fetch(SELECT_PLANNED)]


async def lock_locations(connection: Connection, *location_ids: UUID) -> list[Lasting]:
    """Return locations with their rows locked, in the order given; raises `UnknownLocation`."""
    rows = {row.location_id: row for row in await lock(connection, Location, location_ids)}
    for location_id in location_ids:
        if location_id not in rows:
            raise UnknownLocation(f"{location_id} is no location: open it first")
    return [_of_location(rows[location_id]) for location_id in location_ids]


async def lock_institutions(connection: Connection, ids: Sequence[UUID]) -> list[Lasting]:
    """Return institutions with their rows locked, in the order given.

    Raises `InstitutionNotFound` for the first, and `UnknownInstitution` for the others.
    """
    rows = {row.institution_id: row for row in await lock(connection, Institution, ids)}
    if ids[0] not in rows:
        raise InstitutionNotFound(f"there is no institution {ids[0]}")
    for institution_id in ids:
        if institution_id not in rows:
            raise UnknownInstitution(f"intoId {institution_id} is no institution: found it first")
    return [Lasting(each, rows[each].last_day, rows[each].first_day) for each in ids]


async def belongs_to(connection: Connection, location_id: UUID) -> Lasting | None:
    """Return the institution to which a location belongs, from the day on which it came there."""
    row = await connection.fetchrow(SELECT_MEMBERSHIP, location_id)
    return Lasting(row["institution_id"], first_day=row["first_day"]) if row else None


def _of_location(location: Location) -> Lasting:
    closed_on: date | None = location.closed_on
    return Lasting(location.location_id, closed_on - ONE_DAY if closed_on else None)
