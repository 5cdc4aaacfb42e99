"""Say when one can and wants to work."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.refusals import PreconditionFailed

from volunteers.availability.commands import SayAvailability
from volunteers.availability.views import AvailabilityView

# Who says it for the first time changes version 0: nothing.
UPSERT = """
INSERT INTO availability (volunteer_id, wishes, most_per_week, most_nights_per_month, from_home,
    changed_at, version)
SELECT $1, $2, $3, $4, $5, $6, 1 WHERE $7 = 0
    OR EXISTS (SELECT FROM availability WHERE volunteer_id = $1)
ON CONFLICT (volunteer_id) DO UPDATE SET wishes = excluded.wishes,
    most_per_week = excluded.most_per_week, most_nights_per_month = excluded.most_nights_per_month,
    from_home = excluded.from_home, changed_at = excluded.changed_at,
    version = availability.version + 1
WHERE availability.version = $7
RETURNING version
"""


async def say_availability(
    connection: Connection, volunteer_id: UUID, command: SayAvailability, version: int,
    now: datetime,
) -> AvailabilityView:  # fmt: skip
    """Keep a volunteer's usual week, whole; raises `PreconditionFailed` for an old version."""
    new = await connection.fetchval(
        UPSERT, volunteer_id, command.wishes, command.most_per_week, command.most_nights_per_month,
        command.from_home, now, version,
    )  # fmt: skip
    if new is None:
        raise PreconditionFailed(
            f"the availability of volunteer {volunteer_id} has changed since version {version}: "
            "read it again, and send its ETag as If-Match"
        )
    return AvailabilityView(volunteer_id=volunteer_id, version=new, **command.model_dump())
