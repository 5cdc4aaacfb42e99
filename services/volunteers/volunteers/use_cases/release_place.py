"""Release a place of a shift."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.volunteers import ShiftReleased
from shared.outbox import record

from volunteers.rows import save
from volunteers.rules.places import NotInShift, check_stands
from volunteers.tables import Place
from volunteers.use_cases.announcing import one_place
from volunteers.use_cases.loading import shift_to_change, volunteer_to_change
from volunteers.views import ShiftView, view_of_shift


async def release_place(
    connection: Connection, shift_id: UUID, volunteer_id: UUID, now: datetime
) -> ShiftView:
    """Give a volunteer's place back, and say so; of a past shift too, as a correction."""
    await volunteer_to_change(connection, volunteer_id)
    shift = await shift_to_change(connection, shift_id)
    check_stands(shift_id, cancelled=shift.cancelled_at is not None)
    row = await connection.fetchrow(
        "DELETE FROM place WHERE shift_id = $1 AND volunteer_id = $2"
        " RETURNING shift_id, volunteer_id, role, filled_at",
        shift_id,
        volunteer_id,
    )
    if row is None:
        raise NotInShift(f"volunteer {volunteer_id} has no place in shift {shift_id}")
    shift.filled -= 1
    shift.version += 1
    await save(connection, [shift], "filled", "version")
    await record(connection, one_place(ShiftReleased, shift, Place(**row), now))
    return view_of_shift(shift)
