"""Load when volunteers can and want to work."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from shared.database import Connection

from volunteers.availability.rules import Available

SELECT_AVAILABILITY = """
SELECT volunteer_id, wishes, most_per_week, most_nights_per_month, from_home FROM availability
WHERE volunteer_id = ANY($1)
"""
SELECT_ABSENCES = """
SELECT volunteer_id, first_day, last_day FROM absence WHERE volunteer_id = ANY($1)
ORDER BY first_day, last_day
"""


async def load_availability(
    connection: Connection, volunteer_ids: Sequence[UUID]
) -> dict[UUID, Available]:
    """Return what each of these volunteers said; the default for who has said nothing."""
    absences: dict[UUID, list[tuple[date, date]]] = {}
    for row in await connection.fetch(SELECT_ABSENCES, volunteer_ids):
        absences.setdefault(row["volunteer_id"], []).append((row["first_day"], row["last_day"]))
    found = {one: Available(absences=absences.get(one, ())) for one in volunteer_ids}
    for row in await connection.fetch(SELECT_AVAILABILITY, volunteer_ids):
        said = dict(row)
        volunteer_id = said.pop("volunteer_id")
        found[volunteer_id] = Available(**said, absences=absences.get(volunteer_id, ()))
    return found
