"""What the page of people lists: those within reach, by name, searched in memory."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.database import raw
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.reach import volunteers_within
from volunteers.admission.tables import Volunteer
from volunteers.locations.queries import locations_within
from volunteers.people.keys import Keys
from volunteers.people.open_people import open_people
from volunteers.personnel.forms import PeopleAsked
from volunteers.sealing import PersonalDataLocked

MOST_SHOWN = 200


@dataclass(frozen=True)
class Listed:
    """A volunteer in the list; `name` is None where none is known."""

    volunteer: Volunteer
    name: str | None
    location: str


@dataclass(frozen=True)
class PeopleShown:
    """The first of those who were asked for, and how many there are."""

    people: Sequence[Listed]
    count: int
    locked: bool


async def people_shown(
    session: AsyncSession, reach: Reach, asked: PeopleAsked, keys: Keys
) -> PeopleShown:
    """Return the people within reach who are asked for; without the key, without names."""
    state = col(Volunteer.state)
    wanted = state == asked.state if asked.state else state != "left"
    query = select(Volunteer).where(wanted, *volunteers_within(reach))
    volunteers = (await session.exec(query.order_by(col(Volunteer.volunteer_id)))).all()
    names, locked = await _names(session, [one.volunteer_id for one in volunteers], keys)
    places = {one.location_id: one.name for one in await locations_within(session, reach)}
    part = _plain(asked.search)
    listed = [
        Listed(one, names.get(one.volunteer_id), places.get(one.location_id, ""))
        for one in volunteers
        if part in _plain(names.get(one.volunteer_id, "")) or str(one.volunteer_id).startswith(part)
    ]
    listed.sort(key=lambda one: (one.name is None, _plain(one.name or "")))
    return PeopleShown(listed[:MOST_SHOWN], len(listed), locked)


async def _names(
    session: AsyncSession, ids: Sequence[UUID], keys: Keys
) -> tuple[dict[UUID, str], bool]:
    try:
        people = await open_people(await raw(session), ids, keys)
    except PersonalDataLocked:
        return {}, True
    return {person_id: one.name for person_id, one in people.items()}, False


def _plain(text: str) -> str:
    """Return a text as it is searched: without accents and capitals."""
    letters = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
