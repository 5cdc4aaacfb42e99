"""Sign off a volunteer's practice."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.commands import SignOff
from volunteers.not_found import VolunteerNotFound
from volunteers.rules.admission import check_sign_off
from volunteers.use_cases.admit import save_and_admit
from volunteers.use_cases.loading import volunteer_to_change
from volunteers.views import VolunteerView, view_of_volunteer


async def sign_off(
    connection: Connection, volunteer_id: UUID, command: SignOff, now: datetime
) -> VolunteerView:
    """Note the mentor's word; whoever had done all modules is admitted by it."""
    volunteer = await volunteer_to_change(connection, volunteer_id)
    if volunteer is None:
        raise VolunteerNotFound(f"there is no volunteer {volunteer_id}")
    # The mentor needs no lock: nobody becomes a mentor or ceases to be one.
    mentor_role = await connection.fetchval(
        "SELECT role FROM volunteer WHERE volunteer_id = $1", command.mentor_id
    )
    check_sign_off(volunteer_id, volunteer.signed_off_by, command.mentor_id, mentor_role)
    volunteer.signed_off_by = command.mentor_id
    volunteer.signed_off_at = now
    await save_and_admit(connection, [volunteer], now)
    return view_of_volunteer(volunteer)
