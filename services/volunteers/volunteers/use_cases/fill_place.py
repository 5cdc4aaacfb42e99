"""Fill a place of a shift."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.volunteers import ShiftFilled
from shared.outbox import record

from volunteers.commands import FillPlace
from volunteers.rows import insert, save
from volunteers.rules.day_parts import Span
from volunteers.rules.places import Candidate, Wanted, check_place, moment_of_filling
from volunteers.rules.rest import neighbourhood
from volunteers.tables import Place, Shift, Volunteer
from volunteers.use_cases.announcing import one_place
from volunteers.use_cases.loading import UnknownVolunteer, shift_to_change, volunteer_to_change
from volunteers.views import PlaceView, view_of_place

SHIFTS_NEAR = """
SELECT shift_id, starts_at, ends_at FROM place JOIN shift USING (shift_id)
WHERE volunteer_id = $1 AND cancelled_at IS NULL AND starts_at < $3 AND ends_at > $2
"""


async def fill_place(
    connection: Connection, shift_id: UUID, command: FillPlace, now: datetime
) -> PlaceView:
    """Give a volunteer a place of a shift where the rules allow it, and say so."""
    volunteer = await volunteer_to_change(connection, command.volunteer_id)
    if volunteer is None:
        raise UnknownVolunteer(f"volunteerId {command.volunteer_id} never applied")
    shift = await shift_to_change(connection, shift_id)
    # Read once the volunteer is locked: nobody else gives this volunteer a place meanwhile.
    near = neighbourhood(shift.span)
    rows = await connection.fetch(SHIFTS_NEAR, volunteer.volunteer_id, near.starts_at, near.ends_at)
    shifts = {shift_id: Span(starts_at, ends_at) for shift_id, starts_at, ends_at in rows}
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
    await record(connection, one_place(ShiftFilled, shift, place, now))
    return view_of_place(place)


def _candidate(volunteer: Volunteer, shifts: dict[UUID, Span]) -> Candidate:
    return Candidate(
        volunteer_id=volunteer.volunteer_id,
        admitted=volunteer.admitted_at is not None,
        channels=volunteer.channels,
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
