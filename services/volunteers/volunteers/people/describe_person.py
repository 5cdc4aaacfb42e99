"""Keep how to reach somebody, sealed with their own key."""

import json
from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.refusals import PreconditionFailed

from volunteers.people.commands import DescribePerson
from volunteers.people.keys import Keys, data_key, purpose
from volunteers.people.open_people import FIELD
from volunteers.people.views import PersonView
from volunteers.sealing import seal

SELECT_VERSION = "SELECT version FROM person WHERE person_id = $1"
UPSERT_PERSON = """
INSERT INTO person (person_id, sealed, language, by_mail, by_push, reminder_hours, changed_at,
    version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, language = excluded.language,
    by_mail = excluded.by_mail, by_push = excluded.by_push,
    reminder_hours = excluded.reminder_hours, changed_at = excluded.changed_at,
    version = excluded.version
"""


async def describe_person(
    connection: Connection, person_id: UUID, command: DescribePerson, keys: Keys, *,
    expected: int, now: datetime,
) -> PersonView:  # fmt: skip
    """Keep how to reach somebody; `expected` is the version that is replaced, 0 for a new person.

    Raises `PersonalDataLocked`, `PersonErased`, `PreconditionFailed`.
    """
    key = await data_key(connection, person_id, keys)
    version = await connection.fetchval(SELECT_VERSION, person_id) or 0
    if version != expected:
        raise PreconditionFailed(
            f"this is version {version} by now, not {expected}: read it, and change that"
        )
    contact = command.model_dump(
        by_alias=True, include={"name", "email", "phone", "street", "postal_code", "city"}
    )
    sealed = seal(key, json.dumps(contact).encode(), purpose(person_id, FIELD))
    await connection.execute(
        UPSERT_PERSON, person_id, sealed, command.language, command.by_mail, command.by_push,
        command.reminder_hours, now, version + 1,
    )  # fmt: skip
    return PersonView(person_id=person_id, version=version + 1, **command.model_dump())
