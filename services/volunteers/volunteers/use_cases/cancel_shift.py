"""Cancel a shift."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.volunteers import ShiftCancelled
from shared.outbox import record

from volunteers.rows import save
from volunteers.rules.places import check_stands
from volunteers.use_cases.announcing import whole_shift
from volunteers.use_cases.loading import shift_to_change
from volunteers.views import ShiftView, view_of_shift


async def cancel_shift(connection: Connection, shift_id: UUID, now: datetime) -> ShiftView:
    """Cancel a shift for all who are in it, and say so; its places stay on record."""
    shift = await shift_to_change(connection, shift_id)
    check_stands(shift_id, cancelled=shift.cancelled_at is not None)
    shift.cancelled_at = now
    shift.version += 1
    await save(connection, [shift], "cancelled_at", "version")
    await record(connection, whole_shift(ShiftCancelled, shift, now))
    return view_of_shift(shift)
