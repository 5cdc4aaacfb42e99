"""Open names and addresses: for one answer to one person, or for the sending of one message."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.database import Connection

from volunteers.people.keys import Keys, data_keys, purpose
from volunteers.people.vocabulary import Language
from volunteers.sealing import SealBroken, unseal

SELECT_PEOPLE = """
SELECT person_id, sealed, language, by_mail, by_push, reminder_hours, version
FROM person WHERE person_id = ANY($1)
"""
FIELD = "contact"


@dataclass(frozen=True, slots=True)
class Reached:
    """How to reach somebody, and in which language; never written to a log, so not shown."""

    name: str
    email: str | None
    phone: str | None
    street: str | None
    postal_code: str | None
    city: str | None
    language: Language
    by_mail: bool
    by_push: bool
    reminder_hours: int
    version: int

    def __repr__(self) -> str:
        """Return nothing of the person."""
        return "Reached(...)"


async def open_people(
    connection: Connection, ids: Iterable[UUID], keys: Keys
) -> dict[UUID, Reached]:
    """Return how to reach these people; who was erased or never told is left out.

    Raises `PersonalDataLocked` without the key of the setting.
    """
    found = list(ids)
    opened = await data_keys(connection, found, keys)
    people = {}
    for row in await connection.fetch(SELECT_PEOPLE, found):
        key = opened.get(row["person_id"])
        contact = _contact(key, row["person_id"], row["sealed"]) if key else None
        if contact is not None:
            people[row["person_id"]] = Reached(
                name=contact["name"],
                email=contact["email"],
                phone=contact["phone"],
                street=contact["street"],
                postal_code=contact["postalCode"],
                city=contact["city"],
                language=row["language"],
                by_mail=row["by_mail"],
                by_push=row["by_push"],
                reminder_hours=row["reminder_hours"],
                version=row["version"],
            )
    return people


async def first_names(connection: Connection, ids: Iterable[UUID], keys: Keys) -> dict[UUID, str]:
    """Return the first names of these people, as `open_people` does."""
    opened = await open_people(connection, ids, keys)
    return {person_id: one.name.split()[0] for person_id, one in opened.items()}


def _contact(key: bytes, person_id: UUID, sealed: bytes) -> dict[str, Any] | None:
    """Return what is sealed, or None: a row of a backup that a key made since does not open."""
    try:
        contact: dict[str, Any] = json.loads(unseal(key, sealed, purpose(person_id, FIELD)))
    except SealBroken:
        return None
    return contact
