"""Sign off a volunteer's practice."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.admission.commands import SignOff
from volunteers.admission.lock_volunteer import require_volunteer
from volunteers.admission.rules.completion import (
    check_signed_off_in,
    check_signer,
    newly_signed_off,
)
from volunteers.admission.take_step import advance
from volunteers.admission.views import VolunteerView, view_of_volunteer

SELECT_ROLE = "SELECT role FROM volunteer WHERE volunteer_id = $1"


async def sign_off(
    connection: Connection, volunteer_id: UUID, command: SignOff, now: datetime
) -> VolunteerView:
    """Record a sign-off for channels; it admits a volunteer who had done all modules."""
    volunteer = await require_volunteer(connection, volunteer_id)
    # The mentor's row is not locked: nobody becomes a mentor or ceases to be one.
    mentor_role = await connection.fetchval(SELECT_ROLE, command.mentor_id)
    check_signer(volunteer_id, command.mentor_id, mentor_role)
    check_signed_off_in(volunteer_id, volunteer.state)
    volunteer.signed_off_channels = newly_signed_off(
        volunteer_id, volunteer.signed_off_channels, command.channels or volunteer.channels
    )
    volunteer.signed_off_by = command.mentor_id
    volunteer.signed_off_at = now
    await advance(connection, [volunteer], now)
    return view_of_volunteer(volunteer)
