"""Admit volunteers, in the commit that completes what is asked of them."""

from collections.abc import Sequence
from datetime import datetime

from shared.database import Connection
from shared.outbox import record

from volunteers.admission.events import volunteer_admitted
from volunteers.admission.rules.completion import is_complete, role_once_admitted
from volunteers.admission.tables import Volunteer
from volunteers.persistence import save

CHANGED = (
    "modules_done", "signed_off_by", "signed_off_at", "signed_off_channels", "role", "admitted_at",
    "admitted_channels", "state", "version",
)  # fmt: skip


async def save_and_admit(
    connection: Connection, changed: Sequence[Volunteer], now: datetime
) -> None:
    """Save what changed about volunteers, whose rows are locked; admit those who are complete."""
    events = []
    for volunteer in changed:
        volunteer.version += 1
        complete = is_complete(volunteer.modules_done, volunteer.signed_off_by)
        if complete and not volunteer.admitted_at:
            volunteer.admitted_at = now
            volunteer.admitted_channels = volunteer.signed_off_channels
            volunteer.state = "active"
            volunteer.role = role_once_admitted(volunteer.role)
            events.append(volunteer_admitted(volunteer, now))
    await save(connection, changed, *CHANGED)
    if events:
        await record(connection, *events)
