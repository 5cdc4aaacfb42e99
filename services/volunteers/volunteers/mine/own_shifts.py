"""The shifts that somebody is in, with the first names of who else is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.database import raw
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.locations.tables import Location
from volunteers.people.keys import Keys
from volunteers.people.open_people import first_names
from volunteers.shifts.rules.release import RELEASE_BEFORE
from volunteers.shifts.tables import Place, Shift
from volunteers.shifts.views import ShiftView, view_of_shift


@dataclass(frozen=True, slots=True)
class OwnShift:
    """A shift that somebody is in. `others`: the first names of those in it, as far as known."""

    shift: ShiftView
    location: str
    from_home: bool
    others: Sequence[str] = ()

    def may_be_given_back(self, now: datetime) -> bool:
        """Tell whether it may still be given back by oneself; later it is swapped."""
        return now <= self.shift.starts_at - RELEASE_BEFORE and not self.shift.cancelled

    def may_be_swapped(self, now: datetime) -> bool:
        """Tell whether it may still be given to somebody else."""
        return now < self.shift.starts_at and not self.shift.cancelled


async def own_shifts(
    session: AsyncSession, volunteer_id: UUID, now: datetime, keys: Keys | None = None
) -> list[OwnShift]:
    """Return the shifts to come, and the one that lasts, the earliest first.

    First names of others are read where `keys` are given, and open them.
    """
    query = (
        select(Shift, Place.from_home, Location.name)
        .join(Place, col(Place.shift_id) == col(Shift.shift_id))
        .join(Location, col(Location.location_id) == col(Shift.location_id))
        .where(col(Place.volunteer_id) == volunteer_id, col(Shift.ends_at) > now)
        .order_by(col(Shift.starts_at), col(Shift.shift_id))
    )
    rows = (await session.exec(query)).all()
    shift_ids = [shift.shift_id for shift, *_ in rows]
    others = await _others(session, shift_ids, volunteer_id, keys) if keys else {}
    return [
        OwnShift(view_of_shift(shift), location, from_home, others.get(shift.shift_id, ()))
        for shift, from_home, location in rows
    ]


async def names_of(
    session: AsyncSession, volunteer_ids: Iterable[UUID], keys: Keys
) -> Mapping[UUID, str]:
    """Return the first names of these people; of nobody where the service has no key."""
    ids = set(volunteer_ids)
    if not ids or keys.current is None:
        return {}
    return await first_names(await raw(session), ids, keys)


async def _others(
    session: AsyncSession, shift_ids: Sequence[UUID], volunteer_id: UUID, keys: Keys
) -> dict[UUID, list[str]]:
    query = select(Place.shift_id, Place.volunteer_id).where(
        col(Place.shift_id).in_(shift_ids), col(Place.volunteer_id) != volunteer_id
    )
    rows = (await session.exec(query)).all()
    names = await names_of(session, (who for _, who in rows), keys)
    found = defaultdict(list)
    for shift_id, who in rows:
        if who in names:
            found[shift_id].append(names[who])
    return {shift_id: sorted(some) for shift_id, some in found.items()}
