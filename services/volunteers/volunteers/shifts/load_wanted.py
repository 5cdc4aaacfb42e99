"""Load what the rules ask about shifts in which a place is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import Role

from volunteers.shifts.rules.company import experienced_from
from volunteers.shifts.rules.places import Wanted
from volunteers.shifts.tables import Shift

SELECT_WHO_IS_IN = """
SELECT shift_id, place.volunteer_id, place.role, filled_at, admitted_at
FROM place JOIN volunteer USING (volunteer_id) WHERE shift_id = ANY($1)
"""
SELECT_SHIFTS = """
SELECT shift_id, location_id, day, day_part, channels, starts_at, ends_at, needed, filled,
    cancelled_at, version, experienced_needed, team_only, home_allowed, surge_id
FROM shift WHERE shift_id = ANY($1)
"""


@dataclass(frozen=True, slots=True)
class InShift:
    """Somebody who is in a shift."""

    volunteer_id: UUID
    role: Role
    filled_at: datetime
    admitted_at: datetime | None

    def is_experienced(self, day: date) -> bool:
        """Tell whether they are experienced on the day of the shift."""
        first = experienced_from(self.role, self.admitted_at)
        return first is not None and first <= day


async def load_wanted(connection: Connection, shift_ids: Sequence[UUID]) -> dict[UUID, Wanted]:
    """Return those of these shifts that were opened, as they now are.

    How a place is wanted is the caller's: `replace(wanted, source="offer", asking=True)`.
    """
    rows = await connection.fetch(SELECT_SHIFTS, shift_ids)
    who = await load_who_is_in(connection, shift_ids)
    shifts = [Shift(**row) for row in rows]
    return {one.shift_id: wanted_of(one, who[one.shift_id]) for one in shifts}


async def load_who_is_in(
    connection: Connection, shift_ids: Sequence[UUID]
) -> dict[UUID, list[InShift]]:
    """Return who is in each shift; whoever decides by it has locked the shift."""
    found: dict[UUID, list[InShift]] = {one: [] for one in shift_ids}
    for row in await connection.fetch(SELECT_WHO_IS_IN, shift_ids):
        who = dict(row)
        found[who.pop("shift_id")].append(InShift(**who))
    return found


def wanted_of(shift: Shift, who: Sequence[InShift]) -> Wanted:
    """Return what the rules ask about a shift that these people are in."""
    return Wanted(
        shift_id=shift.shift_id,
        day=shift.day,
        span=shift.span,
        channels=shift.channels,
        location_id=shift.location_id,
        needed=shift.needed,
        filled=shift.filled,
        cancelled=shift.cancelled_at is not None,
        team_only=shift.team_only,
        home_allowed=shift.home_allowed,
        experienced_needed=shift.experienced_needed,
        experienced_in=sum(one.is_experienced(shift.day) for one in who),
        mentors_in=sum(one.role == "mentor" for one in who),
        trainees_in=sum(one.role == "trainee" for one in who),
        any_channel=shift.surge_id is not None,
    )
