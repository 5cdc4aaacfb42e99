"""Stand by for a shift, or stay on from the one before if a place is open at the start."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.shifts.lock_shift import lock_shift
from volunteers.shifts.may_take import check_standby
from volunteers.shifts.rules.places import check_not_begun
from volunteers.shifts.take_place import load_both, lock_both
from volunteers.shifts.views import ShiftView, StandbyView, view_of_shift
from volunteers.shifts.vocabulary import StandbyKind

INSERT_STANDBY = """
INSERT INTO standby (shift_id, volunteer_id, kind, since) VALUES ($1, $2, $3, $4)
ON CONFLICT (shift_id, volunteer_id) DO UPDATE SET kind = excluded.kind
RETURNING since
"""
DELETE_STANDBY = "DELETE FROM standby WHERE shift_id = $1 AND volunteer_id = $2"


async def stand_by(
    connection: Connection, shift_id: UUID, volunteer_id: UUID, *, kind: StandbyKind, now: datetime
) -> StandbyView:
    """Note that a volunteer stands by; the same again changes the kind.

    Raises what would forbid a place of the shift, `NotInShiftBefore` and `ShiftHasStarted`.
    """
    volunteer, shift = await lock_both(connection, volunteer_id, shift_id)
    candidate, wanted = await load_both(connection, volunteer, shift, now)
    check_standby(candidate, wanted, kind)
    check_not_begun(shift.span, now)
    since = await connection.fetchval(INSERT_STANDBY, shift_id, volunteer_id, kind, now)
    return StandbyView(shift_id=shift_id, volunteer_id=volunteer_id, kind=kind, since=since)


async def stop_standing_by(connection: Connection, shift_id: UUID, volunteer_id: UUID) -> ShiftView:
    """Note that a volunteer stands by no more, if they did; raises `ShiftNotFound`."""
    shift = await lock_shift(connection, shift_id)
    await connection.execute(DELETE_STANDBY, shift_id, volunteer_id)
    return view_of_shift(shift)
