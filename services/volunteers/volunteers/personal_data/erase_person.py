"""Erase somebody's personal data: the key above all, so that no copy can be read any more."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.admission.lock_volunteer import require_volunteer
from volunteers.people.keys import lock_person
from volunteers.personal_data.rules import ERASED, check_erasable
from volunteers.personal_data.views import ErasureView

INSERT_ERASURE = """
INSERT INTO erasure (person_id, erased_at) VALUES ($1, $2) ON CONFLICT DO NOTHING
"""
EMPTY_EVALUATIONS = """
UPDATE evaluation SET reflection = NULL, agreed = NULL WHERE volunteer_id = $1
"""
# The number by which an import knows somebody again would name them elsewhere.
EMPTY_VOLUNTEER = "UPDATE volunteer SET external_reference = NULL WHERE volunteer_id = $1"


async def erase_person(connection: Connection, volunteer_id: UUID, now: datetime) -> ErasureView:
    """Erase who left; raises `VolunteerNotFound`, `StillThere`.

    The volunteer, the steps, places and half-days stay by an id that leads to nobody any more.
    """
    volunteer = await require_volunteer(connection, volunteer_id)
    check_erasable(volunteer_id, volunteer.state)
    await erase_rows(connection, volunteer_id, now)
    return ErasureView(person_id=volunteer_id, erased=True)


async def erase_rows(connection: Connection, person_id: UUID, now: datetime) -> None:
    """Delete what names or describes a person, and keep that it was erased."""
    await lock_person(connection, person_id)
    await connection.execute(INSERT_ERASURE, person_id, now)
    for table, column in ERASED.items():
        await connection.execute(f"DELETE FROM {table} WHERE {column} = $1", person_id)  # noqa: S608
    await connection.execute(EMPTY_EVALUATIONS, person_id)
    await connection.execute(EMPTY_VOLUNTEER, person_id)
