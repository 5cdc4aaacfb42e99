"""Cancel a shift."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.volunteers import ShiftCancelled
from shared.outbox import record

from volunteers.persistence import save
from volunteers.shifts.events import shift_event
from volunteers.shifts.load_wanted import load_who_is_in
from volunteers.shifts.lock_shift import lock_shift
from volunteers.shifts.rules.places import check_stands
from volunteers.shifts.tell import tell
from volunteers.shifts.views import ShiftView, view_of_shift


async def cancel_shift(connection: Connection, shift_id: UUID, now: datetime) -> ShiftView:
    """Cancel a shift for all who are in it, who are told, and record the event.

    Its places stay on record.
    """
    shift = await lock_shift(connection, shift_id)
    check_stands(shift_id, cancelled=shift.cancelled_at is not None)
    shift.cancelled_at = now
    shift.version += 1
    await save(connection, [shift], "cancelled_at", "version")
    await record(connection, shift_event(ShiftCancelled, shift, now))
    who = await load_who_is_in(connection, [shift_id])
    await tell(
        connection, "shift_cancelled", shift, [one.volunteer_id for one in who[shift_id]], now
    )
    return view_of_shift(shift)
