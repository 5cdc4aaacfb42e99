"""Agree on a fixed shift, and end it."""

from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection

from volunteers.admission.lock_volunteer import lock_volunteer
from volunteers.admission.rules.completion import UnknownVolunteer
from volunteers.amsterdam import day_of
from volunteers.fixed_shifts.commands import FixShift
from volunteers.fixed_shifts.rules import FixedAlready, FixedShiftNotFound
from volunteers.fixed_shifts.tables import FixedShift
from volunteers.fixed_shifts.views import FixedShiftView, view_of_fixed_shift
from volunteers.locations.require_location import require_location
from volunteers.persistence import insert, lock, save

SELECT_SAME = """
SELECT fixed_id FROM fixed_shift WHERE volunteer_id = $1 AND day_part = $2
    AND extract(isodow FROM first_day) = extract(isodow FROM $3::date)
    AND (last_day IS NULL OR last_day >= $3) AND ($4::date IS NULL OR first_day <= $4) LIMIT 1
"""


async def fix_shift(connection: Connection, command: FixShift) -> FixedShiftView:
    """Keep a fixed shift; the rules are asked of each shift that is opened for it.

    Raises `UnknownLocation`, `UnknownVolunteer`, and `FixedAlready` for the same day part.
    """
    await require_location(connection, command.location_id)
    if await lock_volunteer(connection, command.volunteer_id) is None:
        raise UnknownVolunteer(f"volunteerId {command.volunteer_id} never applied")
    same = await connection.fetchval(
        SELECT_SAME, command.volunteer_id, command.day_part, command.first_day, command.last_day
    )
    if same is not None:
        raise FixedAlready(
            f"volunteer {command.volunteer_id} has fixed shift {same} in this day part of the "
            "week: end it first, or begin after its last day"
        )
    fixed = FixedShift(fixed_id=uuid4(), **command.model_dump())
    await insert(connection, fixed)
    return view_of_fixed_shift(fixed)


async def end_fixed_shift(connection: Connection, fixed_id: UUID, now: datetime) -> FixedShiftView:
    """End a fixed shift today; places that it took stay until they are given back."""
    found = await lock(connection, FixedShift, [fixed_id])
    if not found:
        raise FixedShiftNotFound(f"there is no fixed shift {fixed_id}")
    (fixed,) = found
    today = day_of(now)
    if fixed.last_day is None or fixed.last_day > today:
        fixed.last_day = today
        await save(connection, [fixed], "last_day")
    return view_of_fixed_shift(fixed)
