"""Plan intervision or training."""

from uuid import uuid4

from shared.database import Connection

from volunteers.admission.require_applied import require_applied
from volunteers.half_days.commands import PlanSession
from volunteers.half_days.tables import HalfDaySession
from volunteers.half_days.views import SessionView, view_of_session
from volunteers.locations.require_location import require_location
from volunteers.persistence import insert

SELECT_ACTIVE = """
SELECT volunteer_id FROM volunteer WHERE location_id = $1 AND state = 'active' ORDER BY volunteer_id
"""


async def plan_for_all(connection: Connection, command: PlanSession) -> SessionView:
    """Plan a session at which all who are active at its location are expected."""
    rows = await connection.fetch(SELECT_ACTIVE, command.location_id)
    everybody = [row["volunteer_id"] for row in rows]
    return await plan_session(connection, command.model_copy(update={"volunteer_ids": everybody}))


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
