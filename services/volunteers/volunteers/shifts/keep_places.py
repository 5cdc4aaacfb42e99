"""Write that a place is taken or free, in the shift's locked row too, and record the event.

The rules were asked before: these are the only writers of places.
"""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.volunteers import ShiftFilled, ShiftReleased
from shared.outbox import record

from volunteers.persistence import insert, save
from volunteers.shifts.events import place_event
from volunteers.shifts.tables import Place, Shift

# Who has the place waits for it and stands by no more.
DELETE_HOPES = """
WITH waited AS (DELETE FROM waiting_place WHERE shift_id = $1 AND volunteer_id = $2)
DELETE FROM standby WHERE shift_id = $1 AND volunteer_id = $2
"""
DELETE_PLACE = """
DELETE FROM place WHERE shift_id = $1 AND volunteer_id = $2
RETURNING shift_id, volunteer_id, role, filled_at, source, from_home
"""


async def keep_place(connection: Connection, shift: Shift, place: Place, now: datetime) -> None:
    """Write a place that is taken; a trainee's comes on top and is not counted."""
    shift.filled += _counts(place)
    shift.version += 1
    await insert(connection, place)
    await save(connection, [shift], "filled", "version")
    await record(connection, place_event(ShiftFilled, shift, place, now))
    if shift.ends_at > now:
        await connection.execute(DELETE_HOPES, shift.shift_id, place.volunteer_id)


async def free_place(
    connection: Connection, shift: Shift, volunteer_id: UUID, now: datetime
) -> Place | None:
    """Delete a volunteer's place and return it; None where they have none."""
    row = await connection.fetchrow(DELETE_PLACE, shift.shift_id, volunteer_id)
    if row is None:
        return None
    place = Place(**row)
    shift.filled -= _counts(place)
    shift.version += 1
    await save(connection, [shift], "filled", "version")
    await record(connection, place_event(ShiftReleased, shift, place, now))
    return place


def _counts(place: Place) -> int:
    return 0 if place.role == "trainee" else 1
