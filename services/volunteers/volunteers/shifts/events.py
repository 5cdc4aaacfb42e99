"""The events of a shift and its places. Each carries the shift as it now is."""

from datetime import datetime
from typing import Any

from shared.events.volunteers import ShiftCancelled, ShiftFilled, ShiftOpened, ShiftReleased
from shared.outbox import OutboxRow, outbox_row

from volunteers.shifts.tables import Place, Shift


def shift_event(
    event: type[ShiftOpened] | type[ShiftCancelled], shift: Shift, now: datetime
) -> OutboxRow:
    """Return the event that the shift was opened or cancelled."""
    told = event(**_as_it_now_is(shift))
    return outbox_row(told, aggregate_id=shift.shift_id, version=shift.version, now=now)


def place_event(
    event: type[ShiftFilled] | type[ShiftReleased], shift: Shift, place: Place, now: datetime
) -> OutboxRow:
    """Return the event that a place of the shift was taken or released."""
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
        "surge_id": shift.surge_id,
    }
