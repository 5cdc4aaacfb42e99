"""Choose the mentor who is beside a volunteer."""

from uuid import UUID

from shared.database import Connection

from volunteers.admission.commands import ChooseMentor
from volunteers.admission.lock_volunteer import require_volunteer
from volunteers.admission.rules.completion import check_mentor
from volunteers.admission.views import VolunteerView, view_of_volunteer
from volunteers.persistence import save

SELECT_MENTOR = "SELECT role, state FROM volunteer WHERE volunteer_id = $1"


async def choose_mentor(
    connection: Connection, volunteer_id: UUID, command: ChooseMentor
) -> VolunteerView:
    """Let a mentor be beside a volunteer; raises `VolunteerNotFound`, `NotAMentor`."""
    volunteer = await require_volunteer(connection, volunteer_id)
    if command.mentor_id is not None:
        row = await connection.fetchrow(SELECT_MENTOR, command.mentor_id)
        role, state = (row["role"], row["state"]) if row else (None, None)
        check_mentor(volunteer_id, command.mentor_id, role, state)
    volunteer.mentor_id = command.mentor_id
    await save(connection, [volunteer], "mentor_id")
    return view_of_volunteer(volunteer)
