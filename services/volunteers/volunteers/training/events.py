"""The event of an attendance."""

from datetime import datetime
from uuid import uuid5

from shared.events.volunteers import TrainingAttended
from shared.outbox import OutboxRow, outbox_row

from volunteers.admission.tables import Volunteer
from volunteers.training.tables import Training


def training_attended(training: Training, volunteer: Volunteer, now: datetime) -> OutboxRow:
    """Return the event that somebody attended a module; the attendance is known by an own id."""
    event = TrainingAttended(
        attendance_id=uuid5(training.training_id, str(volunteer.volunteer_id)),
        volunteer_id=volunteer.volunteer_id,
        kind="module",
        module=training.module,
        half_days=0,
        on=training.held_on,
    )
    return outbox_row(event, aggregate_id=event.attendance_id, version=1, now=now)
