"""What volunteers says, as rows.

An event of a shift carries the shift as it then was, and one place at most. The shift follows
its newest event; each place follows its own newest event; a cancellation is for good.
"""

from typing import TypeVar

from shared.database import Connection
from shared.events.envelope import Envelope
from shared.events.volunteers import (
    LocationOpened,
    ShiftCancelled,
    ShiftFilled,
    ShiftOpened,
    ShiftReleased,
    VolunteerAdmitted,
)

from reporting.projections.fold import Row, keep_newest
from reporting.tables import CancelledShift, Location, Shift, ShiftPlace, Volunteer

OfShift = TypeVar("OfShift", bound=ShiftOpened)
OfPlace = TypeVar("OfPlace", bound=ShiftFilled)


async def project_locations_on_location_opened(
    connection: Connection, events: list[Envelope[LocationOpened]]
) -> None:
    """Keep the locations."""
    await keep_newest(connection, Location, map(_location, events))


async def project_volunteers_on_volunteer_admitted(
    connection: Connection, events: list[Envelope[VolunteerAdmitted]]
) -> None:
    """Keep the volunteers who were admitted."""
    await keep_newest(connection, Volunteer, map(_volunteer, events))


async def project_shifts_on_shift_opened(
    connection: Connection, events: list[Envelope[ShiftOpened]]
) -> None:
    """Keep the shifts."""
    await keep_newest(connection, Shift, map(_shift, events))


async def project_places_on_shift_filled(
    connection: Connection, events: list[Envelope[ShiftFilled]]
) -> None:
    """Keep the shifts and the places that were taken."""
    await keep_newest(connection, Shift, map(_shift, events))
    await keep_newest(connection, ShiftPlace, (_place(event, taken=True) for event in events))


async def project_places_on_shift_released(
    connection: Connection, events: list[Envelope[ShiftReleased]]
) -> None:
    """Keep the shifts and the places that were given back."""
    await keep_newest(connection, Shift, map(_shift, events))
    await keep_newest(connection, ShiftPlace, (_place(event, taken=False) for event in events))


async def project_cancellations_on_shift_cancelled(
    connection: Connection, events: list[Envelope[ShiftCancelled]]
) -> None:
    """Keep the shifts and that they were cancelled."""
    await keep_newest(connection, Shift, map(_shift, events))
    await keep_newest(connection, CancelledShift, map(_cancellation, events))


def _location(event: Envelope[LocationOpened]) -> Row:
    return {
        "sequence": event.sequence,
        "location_id": event.data.location_id,
        "name": event.data.name,
        "region": event.data.region,
    }


def _volunteer(event: Envelope[VolunteerAdmitted]) -> Row:
    return {
        "sequence": event.sequence,
        "volunteer_id": event.data.volunteer_id,
        "location_id": event.data.location_id,
        "since": event.data.since,
    }


def _shift(event: Envelope[OfShift]) -> Row:
    return {
        "sequence": event.sequence,
        "shift_id": event.data.shift_id,
        "location_id": event.data.location_id,
        "starts_at": event.data.starts_at,
        "ends_at": event.data.ends_at,
        "needed": event.data.needed,
        "filled": event.data.filled,
    }


def _place(event: Envelope[OfPlace], *, taken: bool) -> Row:
    return {
        "sequence": event.sequence,
        "shift_id": event.data.shift_id,
        "volunteer_id": event.data.volunteer_id,
        "taken": taken,
    }


def _cancellation(event: Envelope[ShiftCancelled]) -> Row:
    return {"sequence": event.sequence, "shift_id": event.data.shift_id}
