"""The events that tell of a volunteer or a shift as it now is."""

from datetime import datetime
from typing import Any

from shared.events.volunteers import (
    ShiftCancelled,
    ShiftFilled,
    ShiftOpened,
    ShiftReleased,
    VolunteerAdmitted,
)
from shared.outbox import OutboxRow, outbox_row

from volunteers.tables import Place, Shift, Volunteer


def admission(volunteer: Volunteer, now: datetime) -> OutboxRow:
    """Say that the volunteer may take contacts from now on."""
    event = VolunteerAdmitted(
        volunteer_id=volunteer.volunteer_id,
        location_id=volunteer.location_id,
        channels=volunteer.channels,
        lines=list(volunteer.lines),
        role=volunteer.role,
        since=now,
    )
    return outbox_row(
        event, aggregate_id=volunteer.volunteer_id, version=volunteer.version, now=now
    )


def whole_shift(
    event: type[ShiftOpened] | type[ShiftCancelled], shift: Shift, now: datetime
) -> OutboxRow:
    """Say that the shift was opened or cancelled."""
    told = event(**_as_it_now_is(shift))
    return outbox_row(told, aggregate_id=shift.shift_id, version=shift.version, now=now)


def one_place(
    event: type[ShiftFilled] | type[ShiftReleased], shift: Shift, place: Place, now: datetime
) -> OutboxRow:
    """Say that a place of the shift was taken or given back."""
    told = event(
        **_as_it_now_is(shift),
        volunteer_id=place.volunteer_id,
        role=place.role,
        filled_at=place.filled_at,
    )
    return outbox_row(told, aggregate_id=shift.shift_id, version=shift.version, now=now)


def _as_it_now_is(shift: Shift) -> dict[str, Any]:
    return {
        "shift_id": shift.shift_id,
        "location_id": shift.location_id,
        "channels": shift.channels,
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "needed": shift.needed,
        "filled": shift.filled,
    }
