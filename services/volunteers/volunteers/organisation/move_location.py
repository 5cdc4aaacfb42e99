"""Move locations from one institution to another; what was before stays on record."""

from datetime import date, timedelta
from uuid import UUID

from shared.database import Connection

END_MEMBERSHIP = """
UPDATE location_membership SET last_day = $2 WHERE location_id = $1 AND last_day IS NULL
"""
INSERT_MEMBERSHIP = """
INSERT INTO location_membership (location_id, first_day, institution_id) VALUES ($1, $2, $3)
"""
# Locations of institutions that are no more, and have merged into another.
TAKE_LEFT_BEHIND = """
SELECT location_id, merged_into, i.last_day + 1 AS on_day
FROM location_membership m JOIN institution i USING (institution_id)
WHERE m.last_day IS NULL AND i.last_day < $1 AND i.merged_into IS NOT NULL
ORDER BY location_id FOR UPDATE OF m SKIP LOCKED
"""


async def end_membership(connection: Connection, location_id: UUID, on_day: date) -> None:
    """Let a location belong to its institution until the day before, if it belongs to one."""
    await connection.execute(END_MEMBERSHIP, location_id, on_day - timedelta(days=1))


async def move_location(
    connection: Connection, location_id: UUID, institution_id: UUID, on_day: date
) -> None:
    """Let a location belong to an institution from a day on."""
    await end_membership(connection, location_id, on_day)
    await connection.execute(INSERT_MEMBERSHIP, location_id, on_day, institution_id)


async def move_locations_of_merged(connection: Connection, today: date) -> None:
    """Move the locations of institutions that merged into another before today."""
    while left := await connection.fetch(TAKE_LEFT_BEHIND, today):
        for row in left:
            await move_location(connection, *row)
