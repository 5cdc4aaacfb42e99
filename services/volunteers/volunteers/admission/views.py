"""Answers about volunteers."""

import datetime as dt
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import Channel, Role
from shared.http import View

from volunteers.admission.rules.completion import missing_modules
from volunteers.admission.tables import Volunteer
from volunteers.admission.vocabulary import Status, VolunteerLine


class VolunteerView(View):
    """How far a volunteer is: admitted with thirteen modules done and the mentor's sign-off."""

    volunteer_id: UUID
    location_id: UUID
    channels: list[Channel]
    lines: list[VolunteerLine]
    role: Role
    status: Status
    modules_done: list[int]
    modules_missing: list[int]
    signed_off: bool
    admitted_at: dt.datetime | None = Field(description="UTC; null until admitted")


def view_of_volunteer(volunteer: Volunteer) -> VolunteerView:
    """Return a volunteer as clients see it, with what is missing for the admission."""
    return VolunteerView(
        volunteer_id=volunteer.volunteer_id,
        location_id=volunteer.location_id,
        channels=volunteer.channels,
        lines=volunteer.lines,
        role=volunteer.role,
        status="admitted" if volunteer.admitted_at else "applied",
        modules_done=volunteer.modules_done,
        modules_missing=missing_modules(volunteer.modules_done),
        signed_off=volunteer.signed_off_by is not None,
        admitted_at=volunteer.admitted_at,
    )
