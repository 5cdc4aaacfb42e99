"""Project the events of volunteers.

An event of a shift carries the whole shift, and at most one place of it. The newest event of the
shift sets the shift, the newest event of a place sets that place, and a cancellation is final.
"""

from typing import Any

from shared.database import Connection
from shared.events.envelope import Envelope
from shared.events.volunteers import (
    LocationOpened,
    ShiftCancelled,
    ShiftFilled,
    ShiftOpened,
    ShiftReleased,
    VolunteerChanged,
    VolunteerLeft,
    VolunteerSuspended,
)

from reporting.projections.fold import Row, keep_newest
from reporting.tables import CancelledShift, Location, Shift, ShiftPlace, Volunteer


async def project_locations_on_location_opened(
    connection: Connection, events: list[Envelope[LocationOpened]]
) -> None:
    """Upsert the locations."""
    await keep_newest(connection, Location, map(_location, events))


async def project_volunteers_on_volunteer_changed(
    connection: Connection, events: list[Envelope[VolunteerChanged]]
) -> None:
    """Upsert the volunteers who were admitted, were suspended, or left."""
    await keep_newest(connection, Volunteer, map(_volunteer, events))


async def project_shifts_on_shift_changed(
    connection: Connection, events: list[Envelope[ShiftOpened]]
) -> None:
    """Upsert the shifts, their places (taken or released), and the cancellations."""
    places = [event for event in events if isinstance(event.data, ShiftFilled)]
    cancelled = [event for event in events if isinstance(event.data, ShiftCancelled)]
    await keep_newest(connection, Shift, map(_shift, events))
    await keep_newest(connection, ShiftPlace, map(_place, places))
    await keep_newest(connection, CancelledShift, map(_cancellation, cancelled))


def _location(event: Envelope[LocationOpened]) -> Row:
    return {
        "sequence": event.sequence,
        "location_id": event.data.location_id,
        "name": event.data.name,
        "region": event.data.region,
    }


def _volunteer(event: Envelope[VolunteerChanged]) -> Row:
    return {
        "sequence": event.sequence,
        "volunteer_id": event.data.volunteer_id,
        "location_id": event.data.location_id,
        "since": event.data.since,
        "suspended": isinstance(event.data, VolunteerSuspended),
        "has_left": isinstance(event.data, VolunteerLeft),
    }


def _shift(event: Envelope[ShiftOpened]) -> Row:
    return {
        "sequence": event.sequence,
        "shift_id": event.data.shift_id,
        "location_id": event.data.location_id,
        "starts_at": event.data.starts_at,
        "ends_at": event.data.ends_at,
        "needed": event.data.needed,
        "filled": event.data.filled,
    }


def _place(event: Envelope[Any]) -> Row:
    return {
        "sequence": event.sequence,
        "shift_id": event.data.shift_id,
        "volunteer_id": event.data.volunteer_id,
        "taken": not isinstance(event.data, ShiftReleased),
    }


def _cancellation(event: Envelope[ShiftOpened]) -> Row:
    return {"sequence": event.sequence, "shift_id": event.data.shift_id}
