"""Apply as a volunteer."""

from datetime import datetime
from uuid import uuid4

from shared.database import Connection
from shared.outbox import record

from volunteers.admission.commands import Apply
from volunteers.admission.events import event_of
from volunteers.admission.tables import Volunteer
from volunteers.admission.take_step import keep_step
from volunteers.admission.views import VolunteerView, view_of_volunteer
from volunteers.amsterdam import day_of
from volunteers.locations.require_location import require_location
from volunteers.persistence import insert


async def apply(connection: Connection, command: Apply, now: datetime) -> VolunteerView:
    """Take an application; from then on the volunteer is known by an id only."""
    await require_location(connection, command.location_id, day_of(now))
    volunteer = Volunteer(
        volunteer_id=uuid4(),
        location_id=command.location_id,
        channels=command.channels,
        lines=command.lines,
        role=command.role,
        applied_at=now,
    )
    await insert(connection, volunteer)
    await keep_step(connection, volunteer, "apply", now)
    await record(connection, event_of(volunteer, now))
    return view_of_volunteer(volunteer)
