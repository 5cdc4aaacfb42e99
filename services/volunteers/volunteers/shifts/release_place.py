"""Release a place of a shift."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.volunteers import ShiftReleased
from shared.outbox import record

from volunteers.admission.lock_volunteer import lock_volunteer
from volunteers.persistence import save
from volunteers.shifts.events import place_event
from volunteers.shifts.lock_shift import lock_shift
from volunteers.shifts.rules.places import NotInShift, check_stands
from volunteers.shifts.tables import Place
from volunteers.shifts.views import ShiftView, view_of_shift

DELETE_PLACE = """
DELETE FROM place WHERE shift_id = $1 AND volunteer_id = $2
RETURNING shift_id, volunteer_id, role, filled_at
"""


async def release_place(
    connection: Connection, shift_id: UUID, volunteer_id: UUID, now: datetime
) -> ShiftView:
    """Release a volunteer's place, and record the event; of a past shift too, as a correction."""
    await lock_volunteer(connection, volunteer_id)
    shift = await lock_shift(connection, shift_id)
    check_stands(shift_id, cancelled=shift.cancelled_at is not None)
    row = await connection.fetchrow(DELETE_PLACE, shift_id, volunteer_id)
    if row is None:
        raise NotInShift(f"volunteer {volunteer_id} has no place in shift {shift_id}")
    shift.filled -= 1
    shift.version += 1
    await save(connection, [shift], "filled", "version")
    await record(connection, place_event(ShiftReleased, shift, Place(**row), now))
    return view_of_shift(shift)
