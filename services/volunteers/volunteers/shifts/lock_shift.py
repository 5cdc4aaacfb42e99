"""Lock a shift's row, to change it or its places.

Everywhere the volunteer is locked before the shift.
"""

from uuid import UUID

from shared.database import Connection

from volunteers.persistence import lock
from volunteers.shifts.rules.places import ShiftNotFound
from volunteers.shifts.tables import Shift


async def lock_shift(connection: Connection, shift_id: UUID) -> Shift:
    """Return the shift with its row locked; raises `ShiftNotFound`."""
    found = await lock(connection, Shift, [shift_id])
    if not found:
        raise ShiftNotFound(f"there is no shift {shift_id}")
    return found[0]
