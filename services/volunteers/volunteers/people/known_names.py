"""The names that a page shows to whom it may: none where there is no key to open them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from shared.database import Connection
from shared.roles import Role
from shared.tokens import Caller

from volunteers.people.keys import Keys
from volunteers.people.open_people import open_people
from volunteers.sealing import PersonalDataLocked

DIGITS = 8


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


def first_digits(person_id: UUID) -> str:
    """Return how somebody is called of whom no name is known."""
    return str(person_id)[:DIGITS]


def called(names: Mapping[UUID, str], person_id: UUID) -> str:
    """Return the name of somebody, or the first digits of their id."""
    return names.get(person_id) or first_digits(person_id)


def choices_of(ids: Iterable[UUID], names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    """Return the choices of a form, by name: each id with how it is called."""
    found = [(f"{one}", called(names, one)) for one in ids]
    return sorted(found, key=lambda one: one[1].casefold())
