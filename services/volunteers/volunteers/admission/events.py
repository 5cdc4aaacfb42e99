"""What other services are told of a volunteer: whole, and never why somebody may not listen."""

from collections.abc import Mapping
from datetime import datetime

from shared.events.volunteers import (
    VolunteerAdmitted,
    VolunteerApplied,
    VolunteerChanged,
    VolunteerLeft,
    VolunteerSuspended,
)
from shared.outbox import OutboxRow, outbox_row

from volunteers.admission.rules.way import standing
from volunteers.admission.tables import Volunteer
from volunteers.admission.vocabulary import Standing

EVENTS: Mapping[Standing, type[VolunteerChanged]] = {
    "applicant": VolunteerApplied,
    "admitted": VolunteerAdmitted,
    "suspended": VolunteerSuspended,
    "left": VolunteerLeft,
}


def event_of(volunteer: Volunteer, now: datetime) -> OutboxRow:
    """Return the event that says how a volunteer stands from now on."""
    event = EVENTS[standing(volunteer.state)](
        volunteer_id=volunteer.volunteer_id,
        location_id=volunteer.location_id,
        channels=volunteer.admitted_channels or volunteer.channels,
        lines=list(volunteer.lines),
        role=volunteer.role,
        since=now,
    )
    return outbox_row(
        event, aggregate_id=volunteer.volunteer_id, version=volunteer.version, now=now
    )
