"""Apply as a volunteer."""

from datetime import datetime
from uuid import uuid4

from shared.database import Connection

from volunteers.commands import Apply
from volunteers.rows import insert
from volunteers.tables import Volunteer
from volunteers.use_cases.loading import require_location
from volunteers.views import VolunteerView, view_of_volunteer


async def apply(connection: Connection, command: Apply, now: datetime) -> VolunteerView:
    """Take an application; the volunteer is known by an id from then on, and by nothing else."""
    await require_location(connection, command.location_id)
    volunteer = Volunteer(volunteer_id=uuid4(), applied_at=now, **command.model_dump())
    await insert(connection, volunteer)
    return view_of_volunteer(volunteer)
