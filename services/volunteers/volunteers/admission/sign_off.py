"""Sign off a volunteer's practice."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.admission.admit import save_and_admit
from volunteers.admission.commands import SignOff
from volunteers.admission.lock_volunteer import lock_volunteer
from volunteers.admission.rules.completion import VolunteerNotFound, check_sign_off
from volunteers.admission.views import VolunteerView, view_of_volunteer

SELECT_ROLE = "SELECT role FROM volunteer WHERE volunteer_id = $1"


async def sign_off(
    connection: Connection, volunteer_id: UUID, command: SignOff, now: datetime
) -> VolunteerView:
    """Record the mentor's sign-off; it admits a volunteer who had done all modules."""
    volunteer = await lock_volunteer(connection, volunteer_id)
    if volunteer is None:
        raise VolunteerNotFound(f"there is no volunteer {volunteer_id}")
    # The mentor's row is not locked: nobody becomes a mentor or ceases to be one.
    mentor_role = await connection.fetchval(SELECT_ROLE, command.mentor_id)
    check_sign_off(volunteer_id, volunteer.signed_off_by, command.mentor_id, mentor_role)
    volunteer.signed_off_by = command.mentor_id
    volunteer.signed_off_at = now
    volunteer.signed_off_channels = volunteer.channels
    await save_and_admit(connection, [volunteer], now)
    return view_of_volunteer(volunteer)
