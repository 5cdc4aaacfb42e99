"""Say that one is away for some days, and take it back."""

from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection

from volunteers.availability.commands import SayAbsence
from volunteers.availability.tables import Absence
from volunteers.availability.views import AbsencesView, AbsenceView, view_of_absence
from volunteers.persistence import insert

DELETE_ABSENCE = "DELETE FROM absence WHERE absence_id = $1 AND volunteer_id = $2"
SELECT_ABSENCES = """
SELECT absence_id, volunteer_id, first_day, last_day, changed_at FROM absence
WHERE volunteer_id = $1 ORDER BY first_day, absence_id
"""
# What is read again by `changed_at` is read again for who took an absence back, too.
TOUCH = "UPDATE availability SET changed_at = $2 WHERE volunteer_id = $1"


async def say_absence(
    connection: Connection, volunteer_id: UUID, command: SayAbsence, now: datetime
) -> AbsenceView:
    """Keep that a volunteer is not asked on some days; the places they have stay theirs."""
    absence = Absence(
        absence_id=uuid4(), volunteer_id=volunteer_id, first_day=command.first_day,
        last_day=command.last_day, changed_at=now,
    )  # fmt: skip
    await insert(connection, absence)
    return view_of_absence(absence)


async def take_back_absence(
    connection: Connection, volunteer_id: UUID, absence_id: UUID, now: datetime
) -> AbsencesView:
    """Delete an absence of a volunteer, if it is there; return those that are left."""
    await connection.execute(DELETE_ABSENCE, absence_id, volunteer_id)
    await connection.execute(TOUCH, volunteer_id, now)
    rows = await connection.fetch(SELECT_ABSENCES, volunteer_id)
    return AbsencesView(items=[view_of_absence(Absence(**row)) for row in rows])
