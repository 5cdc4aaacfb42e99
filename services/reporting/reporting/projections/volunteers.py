"""Project the events of volunteers.

An event of a shift carries the whole shift, and at most one place of it. The newest event of the
shift sets the shift, the newest event of a place sets that place, and a cancellation is final.
"""

from typing import Any

from shared.database import Connection
from shared.events.envelope import Envelope
from shared.events.volunteers import (
    EvaluationHeld,
    LocationOpened,
    ShiftAtRisk,
    ShiftCancelled,
    ShiftFilled,
    ShiftOpened,
    ShiftReleased,
    TrainingAttended,
    VolunteerAdmitted,
    VolunteerApplied,
    VolunteerChanged,
    VolunteerLeft,
    VolunteerSuspended,
)

from reporting.projections.fold import Row, array_literal, keep_newest
from reporting.tables import (
    Attendance,
    CancelledShift,
    Evaluation,
    Location,
    Shift,
    ShiftPlace,
    ShiftRisk,
    Volunteer,
    VolunteerStep,
)

STANDINGS: dict[type[VolunteerChanged], str] = {
    VolunteerApplied: "applied",
    VolunteerAdmitted: "admitted",
    VolunteerSuspended: "suspended",
    VolunteerLeft: "left",
}


async def project_locations_on_location_opened(
    connection: Connection, events: list[Envelope[LocationOpened]]
) -> None:
    """Upsert the locations."""
    await keep_newest(connection, Location, map(_location, events))


async def project_volunteers_on_volunteer_changed(
    connection: Connection, events: list[Envelope[VolunteerChanged]]
) -> None:
    """Upsert who were admitted, were suspended, or left, and every step of their way."""
    known = [event for event in events if not isinstance(event.data, VolunteerApplied)]
    await keep_newest(connection, Volunteer, map(_volunteer, known))
    await keep_newest(connection, VolunteerStep, map(_step, events))


async def project_attendances_on_training_attended(
    connection: Connection, events: list[Envelope[TrainingAttended]]
) -> None:
    """Upsert who attended which module or half-day."""
    await keep_newest(connection, Attendance, map(_attendance, events))


async def project_evaluations_on_evaluation_held(
    connection: Connection, events: list[Envelope[EvaluationHeld]]
) -> None:
    """Upsert the evaluation interviews that were held."""
    await keep_newest(connection, Evaluation, map(_evaluation, events))


async def project_risks_on_shift_at_risk(
    connection: Connection, events: list[Envelope[ShiftAtRisk]]
) -> None:
    """Upsert the shifts that had a hole so many hours before; the shift itself stays as it is."""
    await keep_newest(connection, ShiftRisk, map(_risk, events))


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


def _step(event: Envelope[VolunteerChanged]) -> Row:
    return {
        "volunteer_id": event.data.volunteer_id,
        "sequence": event.sequence,
        "standing": STANDINGS[type(event.data)],
        "location_id": event.data.location_id,
        "role": event.data.role,
        "channels": array_literal(event.data.channels),
        "since": event.data.since,
    }


def _attendance(event: Envelope[TrainingAttended]) -> Row:
    return {
        "sequence": event.sequence,
        "attendance_id": event.data.attendance_id,
        "volunteer_id": event.data.volunteer_id,
        "kind": event.data.kind,
        "module": event.data.module,
        "half_days": event.data.half_days,
        "held_on": event.data.on,
    }


def _evaluation(event: Envelope[EvaluationHeld]) -> Row:
    return {
        "sequence": event.sequence,
        "evaluation_id": event.data.evaluation_id,
        "volunteer_id": event.data.volunteer_id,
        "held_on": event.data.on,
    }


def _risk(event: Envelope[ShiftAtRisk]) -> Row:
    return {
        "sequence": event.sequence,
        "shift_id": event.data.shift_id,
        "hours": event.data.hours,
        "needed": event.data.needed,
        "filled": event.data.filled,
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
