"""Plan intervision or training."""

from uuid import uuid4

from shared.database import Connection

from volunteers.admission.require_applied import require_applied
from volunteers.half_days.commands import PlanSession
from volunteers.half_days.tables import HalfDaySession
from volunteers.half_days.views import SessionView, view_of_session
from volunteers.locations.require_location import require_location
from volunteers.persistence import insert


async def plan_session(connection: Connection, command: PlanSession) -> SessionView:
    """Plan a session of a location, and keep who is expected.

    Raises `UnknownLocation`, `UnknownVolunteer`.
    """
    await require_location(connection, command.location_id)
    await require_applied(connection, command.volunteer_ids)
    session = HalfDaySession(
        session_id=uuid4(),
        location_id=command.location_id,
        kind=command.kind,
        on_day=command.on,
        half_days=command.half_days,
        invited=sorted(set(command.volunteer_ids)),
    )
    await insert(connection, session)
    return view_of_session(session, [])
