"""Carry out the changes of the organisation whose day has come.

Each change is a commit of its own. Two processes never carry out the same one: the row of the
change is locked, and the other process skips it. Locks are taken in the order of the whole
service: locations, then volunteers, then shifts, each by id.
"""

from datetime import date, datetime

from shared.database import Connection, Database

from volunteers.amsterdam import day_of
from volunteers.locations.tables import LocationChange
from volunteers.organisation.merge_location import merge_location
from volunteers.organisation.move_location import move_location, move_locations_of_merged

TAKE_CHANGE = """
SELECT * FROM location_change WHERE done_at IS NULL AND on_day <= $1
ORDER BY on_day, planned_at, change_id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
DONE = "UPDATE location_change SET done_at = $2 WHERE change_id = $1"


async def carry_out_changes(database: Database, now: datetime) -> None:
    """Carry out all changes that are due, the earliest first."""
    today = day_of(now)
    while await _carry_out_next(database, today, now):
        pass
    async with database.commit() as connection:
        await move_locations_of_merged(connection, today)


async def _carry_out_next(database: Database, today: date, now: datetime) -> bool:
    """Carry out the next change that is due; return whether there was one."""
    async with database.commit() as connection:
        row = await connection.fetchrow(TAKE_CHANGE, today)
        if row is None:
            return False
        await _carry_out(connection, LocationChange(**row), now)
        await connection.execute(DONE, row["change_id"], now)
    return True


async def _carry_out(connection: Connection, change: LocationChange, now: datetime) -> None:
    if change.kind == "merge":
        await merge_location(connection, change, now)
    else:
        await move_location(connection, change.location_id, change.into_id, change.on_day)
