"""Merge a location into another: its people, and its shifts from that day on, follow."""

from datetime import date, datetime
from uuid import UUID

from shared.database import Connection
from shared.events.volunteers import ShiftOpened
from shared.outbox import OutboxRow, record

from volunteers.admission.events import event_of
from volunteers.admission.tables import Volunteer
from volunteers.amsterdam import at_hour
from volunteers.locations.events import location_event
from volunteers.locations.tables import Location, LocationChange
from volunteers.organisation.move_location import end_membership
from volunteers.persistence import lock, save
from volunteers.shifts.events import shift_event
from volunteers.shifts.tables import Shift

SELECT_VOLUNTEERS = """
SELECT volunteer_id FROM volunteer WHERE location_id = $1 AND state <> 'left'
"""
SELECT_SHIFTS = """
SELECT shift_id FROM shift WHERE location_id = $1 AND starts_at >= $2 AND cancelled_at IS NULL
"""
# What goes on beyond the day; what ended before stays with the old location.
FOLLOWING = (
    "UPDATE fixed_shift SET location_id = $2"
    " WHERE location_id = $1 AND (last_day IS NULL OR last_day >= $3)",
    "UPDATE supervisor SET location_id = $2"
    " WHERE location_id = $1 AND (last_day IS NULL OR last_day >= $3)",
    "UPDATE cohort SET location_id = $2 WHERE location_id = $1 AND last_day >= $3",
    "UPDATE half_day_session SET location_id = $2 WHERE location_id = $1 AND on_day >= $3",
)


async def merge_location(connection: Connection, change: LocationChange, now: datetime) -> None:
    """Close a location for another, and tell again where its people and shifts now are.

    Places in the shifts stay taken. Who has left, past shifts and cancelled ones stay where they
    were. The rules of planning saw to it that the successor is open.
    """
    into, on_day = change.into_id, change.on_day
    locations = await lock(connection, Location, [change.location_id, into])
    (location,) = (each for each in locations if each.location_id == change.location_id)
    location.closed_on, location.merged_into = on_day, into
    location.version += 1
    await save(connection, [location], "closed_on", "merged_into", "version")
    await end_membership(connection, location.location_id, on_day)
    events = [
        location_event(location, now),
        *await _move_volunteers(connection, location.location_id, into, now),
        *await _move_shifts(connection, location.location_id, into, on_day, now),
    ]
    for statement in FOLLOWING:
        await connection.execute(statement, location.location_id, into, on_day)
    await record(connection, *events)


async def _move_volunteers(
    connection: Connection, location_id: UUID, into: UUID, now: datetime
) -> list[OutboxRow]:
    found = await connection.fetch(SELECT_VOLUNTEERS, location_id)
    rows = await lock(connection, Volunteer, [row["volunteer_id"] for row in found])
    volunteers = [each for each in rows if each.state != "left"]
    for volunteer in volunteers:
        volunteer.location_id = into
        volunteer.version += 1
    await save(connection, volunteers, "location_id", "version")
    return [event_of(volunteer, now) for volunteer in volunteers]


async def _move_shifts(
    connection: Connection, location_id: UUID, into: UUID, on_day: date, now: datetime
) -> list[OutboxRow]:
    found = await connection.fetch(SELECT_SHIFTS, location_id, at_hour(on_day, 0))
    rows = await lock(connection, Shift, [row["shift_id"] for row in found])
    shifts = [each for each in rows if each.cancelled_at is None]
    for shift in shifts:
        shift.location_id = into
        shift.version += 1
    await save(connection, shifts, "location_id", "version")
    return [shift_event(ShiftOpened, shift, now) for shift in shifts]
