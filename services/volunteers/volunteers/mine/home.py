"""What a volunteer's first page shows: what is asked, the next shift, and how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.queries import volunteer
from volunteers.admission.views import VolunteerView
from volunteers.locations.tables import Location
from volunteers.mine.own_shifts import OwnShift, own_shifts
from volunteers.mine.own_swaps import OwnSwap, own_swaps
from volunteers.offers.queries import offers_to
from volunteers.offers.views import OfferOfShift
from volunteers.people.keys import Keys
from volunteers.shifts.reach import oneself


@dataclass(frozen=True, slots=True)
class Asked:
    """A place that somebody is asked to take, with the name of its location."""

    offer: OfferOfShift
    location: str


@dataclass(frozen=True, slots=True)
class Home:
    """The first page of a volunteer. `swaps`: those that wait for their answer."""

    volunteer: VolunteerView
    asked: Sequence[Asked]
    swaps: Sequence[OwnSwap]
    next_shift: OwnShift | None


async def home_shown(session: AsyncSession, reach: Reach, keys: Keys, now: datetime) -> Home:
    """Return what the first page of who asks shows; raises `VolunteerNotFound`."""
    me = oneself(reach)
    found = await volunteer(session, me, reach)
    offers = [one for one in await offers_to(session, me) if one.expires_at > now]
    places = {one.location_id for one in offers}
    query = select(Location.location_id, Location.name).where(col(Location.location_id).in_(places))
    names: dict[UUID, str] = dict((await session.exec(query)).all())
    shifts = [one for one in await own_shifts(session, me, now, keys) if not one.shift.cancelled]
    swaps = [one for one in await own_swaps(session, me, keys, now) if one.part == "answer"]
    asked = [Asked(one, names[one.location_id]) for one in offers]
    return Home(found, asked, swaps, shifts[0] if shifts else None)
