"""Fill a place of a shift."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.volunteers import ShiftFilled
from shared.outbox import record

from volunteers.admission.lock_volunteer import lock_volunteer
from volunteers.admission.rules.completion import UnknownVolunteer
from volunteers.admission.tables import Volunteer
from volunteers.persistence import insert, save
from volunteers.shifts.commands import FillPlace
from volunteers.shifts.events import place_event
from volunteers.shifts.lock_shift import lock_shift
from volunteers.shifts.rules.day_parts import Span
from volunteers.shifts.rules.places import Candidate, Wanted, check_place, moment_of_filling
from volunteers.shifts.rules.rest import neighbourhood
from volunteers.shifts.tables import Place, Shift
from volunteers.shifts.views import PlaceView, view_of_place

SELECT_SHIFTS_NEAR = """
SELECT shift_id, starts_at, ends_at FROM place JOIN shift USING (shift_id)
WHERE volunteer_id = $1 AND cancelled_at IS NULL AND starts_at < $3 AND ends_at > $2
"""


async def fill_place(
    connection: Connection, shift_id: UUID, command: FillPlace, now: datetime
) -> PlaceView:
    """Give a volunteer a place of a shift where the rules allow it, and record the event."""
    volunteer = await lock_volunteer(connection, command.volunteer_id)
    if volunteer is None:
        raise UnknownVolunteer(f"volunteerId {command.volunteer_id} never applied")
    shift = await lock_shift(connection, shift_id)
    # Read after the volunteer is locked: no other request gives them a place meanwhile.
    shifts = await _shifts_near(connection, volunteer, shift)
    check_place(_candidate(volunteer, shifts), _wanted(shift))
    place = Place(
        shift_id=shift_id,
        volunteer_id=volunteer.volunteer_id,
        role=volunteer.role,
        filled_at=moment_of_filling(shift.span, command.filled_at, now),
    )
    shift.filled += 1
    shift.version += 1
    await insert(connection, place)
    await save(connection, [shift], "filled", "version")
    await record(connection, place_event(ShiftFilled, shift, place, now))
    return view_of_place(place)


async def _shifts_near(
    connection: Connection, volunteer: Volunteer, shift: Shift
) -> dict[UUID, Span]:
    near = neighbourhood(shift.span)
    rows = await connection.fetch(
        SELECT_SHIFTS_NEAR, volunteer.volunteer_id, near.starts_at, near.ends_at
    )
    return {row["shift_id"]: Span(row["starts_at"], row["ends_at"]) for row in rows}


def _candidate(volunteer: Volunteer, shifts: dict[UUID, Span]) -> Candidate:
    return Candidate(
        volunteer_id=volunteer.volunteer_id,
        admitted=volunteer.admitted_at is not None,
        channels=volunteer.admitted_channels,
        shifts=shifts,
    )


def _wanted(shift: Shift) -> Wanted:
    return Wanted(
        shift_id=shift.shift_id,
        span=shift.span,
        channels=shift.channels,
        needed=shift.needed,
        filled=shift.filled,
        cancelled=shift.cancelled_at is not None,
    )
