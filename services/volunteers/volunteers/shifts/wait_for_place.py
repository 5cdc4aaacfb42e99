"""Wait for a place of a full shift, and stop waiting."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.shifts.lock_shift import lock_shift
from volunteers.shifts.may_take import check_waiting
from volunteers.shifts.rules.places import check_not_begun
from volunteers.shifts.take_place import load_both, lock_both
from volunteers.shifts.views import ShiftView, WaitingView, view_of_shift

INSERT_WAITING = """
INSERT INTO waiting_place (shift_id, volunteer_id, since, from_home) VALUES ($1, $2, $3, $4)
ON CONFLICT (shift_id, volunteer_id) DO UPDATE SET from_home = excluded.from_home
RETURNING since
"""
COUNT_BEFORE = """
SELECT count(*) FROM waiting_place WHERE shift_id = $1 AND (since, volunteer_id) < ($2, $3)
"""
DELETE_WAITING = "DELETE FROM waiting_place WHERE shift_id = $1 AND volunteer_id = $2"


async def wait_for_place(
    connection: Connection, shift_id: UUID, volunteer_id: UUID, *, from_home: bool, now: datetime
) -> WaitingView:
    """Put a volunteer on the waiting list; who is on it already keeps their turn.

    Raises what would forbid a place that falls free, `PlaceIsFree` and `ShiftHasStarted`.
    """
    volunteer, shift = await lock_both(connection, volunteer_id, shift_id)
    candidate, wanted = await load_both(connection, volunteer, shift, now)
    check_waiting(candidate, replace(wanted, source="waiting_list", from_home=from_home))
    check_not_begun(shift.span, now)
    since = await connection.fetchval(INSERT_WAITING, shift_id, volunteer_id, now, from_home)
    before: int = await connection.fetchval(COUNT_BEFORE, shift_id, since, volunteer_id)
    return WaitingView(shift_id=shift_id, volunteer_id=volunteer_id, since=since, number=before + 1)


async def stop_waiting(connection: Connection, shift_id: UUID, volunteer_id: UUID) -> ShiftView:
    """Take a volunteer off the waiting list, if they are on it; raises `ShiftNotFound`."""
    shift = await lock_shift(connection, shift_id)
    await connection.execute(DELETE_WAITING, shift_id, volunteer_id)
    return view_of_shift(shift)
