"""Open a shift."""

from datetime import datetime
from uuid import uuid4

from shared.database import Connection
from shared.events.volunteers import ShiftOpened
from shared.outbox import record

from volunteers.locations.require_location import require_location
from volunteers.persistence import insert
from volunteers.shifts.commands import OpenShift
from volunteers.shifts.events import shift_event
from volunteers.shifts.rules.day_parts import span_of
from volunteers.shifts.tables import Shift
from volunteers.shifts.views import ShiftView, view_of_shift


async def open_shift(connection: Connection, command: OpenShift, now: datetime) -> ShiftView:
    """Open a day part at a location with places to fill, and record the event.

    A past day is allowed: such shifts are recorded afterwards.
    """
    await require_location(connection, command.location_id, command.date)
    span = span_of(command.date, command.day_part)
    shift = Shift(
        shift_id=uuid4(),
        location_id=command.location_id,
        day=command.date,
        day_part=command.day_part,
        channels=command.channels,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        needed=command.needed,
        experienced_needed=command.experienced_needed,
        team_only=command.team_only,
        home_allowed=command.home_allowed,
    )
    await insert(connection, shift)
    await record(connection, shift_event(ShiftOpened, shift, now))
    return view_of_shift(shift)
