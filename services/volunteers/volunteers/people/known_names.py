"""The names that a page shows to whom it may: none where there is no key to open them."""

from collections.abc import Iterable
from uuid import UUID

from shared.database import Connection
from shared.roles import Role
from shared.tokens import Caller

from volunteers.people.keys import Keys
from volunteers.people.open_people import open_people
from volunteers.sealing import PersonalDataLocked


async def known_names(
    connection: Connection, ids: Iterable[UUID | None], keys: Keys, caller: Caller
) -> dict[UUID, str]:
    """Return the names of these people, as far as they told one: to all but coordinators the first.

    Nobody's without the key. A page then shows the first digits of the id (`templates/_who.html`).
    """
    try:
        people = await open_people(connection, {one for one in ids if one}, keys)
    except PersonalDataLocked:
        return {}
    whole = Role.COORDINATOR in caller.roles
    return {
        person_id: one.name if whole else one.name.split()[0] for person_id, one in people.items()
    }
