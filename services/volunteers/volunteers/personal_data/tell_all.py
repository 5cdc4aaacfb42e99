"""Tell somebody all that is kept of them (article 15 GDPR)."""

from typing import Any
from uuid import UUID

from shared.database import Connection

from volunteers.people.keys import Keys, data_keys, purpose
from volunteers.people.open_people import open_people
from volunteers.people.views import view_of_person
from volunteers.personal_data.rules import SEALED, SECRET, TOLD
from volunteers.personal_data.views import PersonalDataView
from volunteers.sealing import SealBroken, unseal

SELECT_TRAININGS = """
SELECT training_id, module, held_on FROM training WHERE $1 = ANY(volunteer_ids)
ORDER BY held_on, training_id
"""
SELECT_INVITED = """
SELECT session_id, kind, on_day FROM half_day_session WHERE $1 = ANY(invited)
ORDER BY on_day, session_id
"""
SELECT_CERTIFICATES = """
SELECT certificate_id, kind, issued_on, last_day FROM certificate WHERE supervisor_id = $1
ORDER BY issued_on, certificate_id
"""
BESIDE = {
    "training": SELECT_TRAININGS,
    "half_day_session": SELECT_INVITED,
    "certificate": SELECT_CERTIFICATES,
}


async def tell_all(
    connection: Connection, person_id: UUID, keys: Keys, *, is_own: bool
) -> PersonalDataView:
    """Return all that is kept of a person, table by table; reflections to the person alone.

    Raises `PersonalDataLocked`.
    """
    people = await open_people(connection, [person_id], keys)
    key = (await data_keys(connection, [person_id], keys)).get(person_id) if is_own else None
    records = {}
    for table, column in TOLD.items():
        query = f"SELECT * FROM {table} WHERE {column} = $1"  # noqa: S608
        rows = [dict(row) for row in await connection.fetch(query, person_id)]
        records[table] = [_told(row, person_id, key) for row in rows]
    for table, query in BESIDE.items():
        records[table] = [dict(row) for row in await connection.fetch(query, person_id)]
    contact = people.get(person_id)
    return PersonalDataView(
        person_id=person_id,
        contact=view_of_person(person_id, contact) if contact else None,
        records=records,
    )


def _told(row: dict[str, Any], person_id: UUID, key: bytes | None) -> dict[str, Any]:
    """Return a row without secrets, and with what is sealed in it opened by the key."""
    told = {name: value for name, value in row.items() if name not in SECRET | SEALED}
    for name in SEALED & row.keys():
        told[name] = _opened(key, row[name], purpose(person_id, name)) if key else None
    return told


def _opened(key: bytes, sealed: bytes | None, of: str) -> str | None:
    """Return what is sealed, or None where nothing is, or a key made since does not open it."""
    try:
        return unseal(key, sealed, of).decode() if sealed else None
    except SealBroken:
        return None
