"""Fix a shift of one's own: at the own location, on the channels that one may take."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field
from shared.database import Connection
from shared.http import Command
from shared.strict import Number

from volunteers.admission.tables import Volunteer
from volunteers.availability.rules import DAYS
from volunteers.fields import LAST_DAY, Day
from volunteers.fixed_shifts.commands import EveryWeeks, FixShift
from volunteers.fixed_shifts.fix_shift import fix_shift
from volunteers.fixed_shifts.views import FixedShiftView
from volunteers.shifts.load_candidates import candidate_of
from volunteers.shifts.rules.day_parts import DayPart
from volunteers.shifts.rules.standing import IN_SHIFTS, NotAdmitted

WEEK = timedelta(days=7)
# Not locked: the location is locked first, and who moves meanwhile fixes nothing there.
SELECT_VOLUNTEER = "SELECT * FROM volunteer WHERE volunteer_id = $1"


class FixOwnShift(Command):
    """A day part of a weekday (0: Monday), every 1, 2 or 4 weeks from a day on."""

    weekday: Annotated[Number, Field(ge=0, lt=DAYS)]
    day_part: DayPart
    every_weeks: EveryWeeks
    from_day: Annotated[Day, Field(le=LAST_DAY - WEEK)]

    def first_day(self) -> date:
        """Return the first day of this weekday, from the day on."""
        return self.from_day + timedelta(days=(self.weekday - self.from_day.weekday()) % DAYS)


async def fix_own_shift(
    connection: Connection, volunteer_id: UUID, wanted: FixOwnShift
) -> FixedShiftView:
    """Keep a fixed shift of who asks; raises `NotAdmitted`, and what `fix_shift` does."""
    row = await connection.fetchrow(SELECT_VOLUNTEER, volunteer_id)
    volunteer = Volunteer(**row) if row else None
    if volunteer is None or volunteer.state not in IN_SHIFTS:
        raise NotAdmitted(
            f"volunteer {volunteer_id} takes no shifts: complete the thirteen modules first"
        )
    command = FixShift(
        volunteer_id=volunteer_id,
        location_id=volunteer.location_id,
        channels=list(candidate_of(volunteer, {}).channels),
        day_part=wanted.day_part,
        every_weeks=wanted.every_weeks,
        first_day=wanted.first_day(),
    )
    return await fix_shift(connection, command)
