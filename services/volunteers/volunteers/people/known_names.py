"""The names that a page shows to whom it may: none where there is no key to open them."""

from collections.abc import Iterable
from uuid import UUID

from shared.database import Connection

from volunteers.people.keys import Keys
from volunteers.people.open_people import open_people
from volunteers.sealing import PersonalDataLocked


async def known_names(
    connection: Connection, ids: Iterable[UUID | None], keys: Keys
) -> dict[UUID, str]:
    """Return the names of those of these people who told one; nobody's without the key.

    A page then shows the first digits of the id (`people/templates/_who.html`).
    """
    try:
        people = await open_people(connection, {one for one in ids if one}, keys)
    except PersonalDataLocked:
        return {}
    return {person_id: one.name for person_id, one in people.items()}
