"""What the page of mandates shows: who may act as whom or where, and whom a mandate can name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from pydantic import BaseModel
from shared.database import raw
from shared.reach import Reach
from shared.tokens import Caller
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.locations.queries import locations_within
from volunteers.mandates import queries
from volunteers.mandates.rules import standing_on
from volunteers.mandates.tables import Mandate
from volunteers.mandates.vocabulary import MandateStanding
from volunteers.people.keys import Keys
from volunteers.people.known_names import DIGITS, called, choices_of, known_names

MOST_SHOWN = 200
ENDED_SHOWN = timedelta(days=365)
ORDER: Sequence[MandateStanding] = ("in_force", "later", "ended")


class MandatesAsked(BaseModel):
    """The query of the page: a part of a name, or the first digits of an account or an id."""

    search: str = ""


@dataclass(frozen=True)
class MandateShown:
    """A mandate: `whom` is the volunteer or the location by name, or by the id's first digits.

    `account` are the first digits of the hash of its subject; `is_own`: it is the caller's.
    """

    mandate: Mandate
    account: str
    whom: str
    standing: MandateStanding
    is_own: bool


@dataclass(frozen=True)
class MandatesShown:
    """The first of the mandates that were asked for, those in force first, and how many there are.

    `people` and `locations` are those that a mandate can be given for: ids with names.
    """

    mandates: Sequence[MandateShown]
    count: int
    own_account: str
    people: Sequence[tuple[str, str]]
    locations: Sequence[tuple[str, str]]

    @property
    def standing(self) -> list[MandateShown]:
        """Those in force and to come."""
        return [one for one in self.mandates if one.standing != "ended"]

    @property
    def ended(self) -> list[MandateShown]:
        """Those that ended in the last year."""
        return [one for one in self.mandates if one.standing == "ended"]


async def mandates_shown(
    session: AsyncSession, reach: Reach, asked: MandatesAsked, *, keys: Keys, caller: Caller,
    today: date,
) -> MandatesShown:  # fmt: skip
    """Return the mandates within reach, with whom and where they let act."""
    rows = await queries.mandates_since(session, reach, today - ENDED_SHOWN)
    people = await queries.people_within(session, reach)
    ids = {*people, *(one.volunteer_id for one in rows if one.volunteer_id)}
    names: dict[UUID, str] = await known_names(await raw(session), ids, keys, caller)
    locations = await locations_within(session, reach)
    names |= {one.location_id: one.name for one in locations}
    part = asked.search.strip().casefold()
    found = [_shown(one, names, caller, today) for one in rows]
    found = [
        one
        for one in found
        if part in one.whom.casefold() or one.mandate.subject_hash.startswith(part)
    ]
    found.sort(key=lambda one: (ORDER.index(one.standing), one.whom.casefold()))
    return MandatesShown(
        mandates=found[:MOST_SHOWN],
        count=len(found),
        own_account=caller.subject_hash[:DIGITS],
        people=choices_of(people, names),
        locations=choices_of([one.location_id for one in locations if not one.merged_into], names),
    )


def _shown(row: Mandate, names: Mapping[UUID, str], caller: Caller, today: date) -> MandateShown:
    whom = row.volunteer_id or row.location_id
    assert whom is not None
    return MandateShown(
        mandate=row,
        account=row.subject_hash[:DIGITS],
        whom=called(names, whom),
        standing=standing_on(today, row.first_day, row.last_day),
        is_own=row.subject_hash == caller.subject_hash,
    )
