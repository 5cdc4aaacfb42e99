"""The event of an admission."""

from datetime import datetime

from shared.events.volunteers import VolunteerAdmitted
from shared.outbox import OutboxRow, outbox_row

from volunteers.admission.tables import Volunteer


def volunteer_admitted(volunteer: Volunteer, now: datetime) -> OutboxRow:
    """Return the event that the volunteer may take contacts from now on."""
    event = VolunteerAdmitted(
        volunteer_id=volunteer.volunteer_id,
        location_id=volunteer.location_id,
        channels=volunteer.admitted_channels,
        lines=list(volunteer.lines),
        role=volunteer.role,
        since=now,
    )
    return outbox_row(
        event, aggregate_id=volunteer.volunteer_id, version=volunteer.version, now=now
    )
