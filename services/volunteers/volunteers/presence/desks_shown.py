"""Who is at the desk now, as a page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.database import raw
from shared.reach import Reach
from shared.tokens import Caller
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.tables import Volunteer
from volunteers.locations.queries import locations_within
from volunteers.people.keys import Keys
from volunteers.people.known_names import known_names
from volunteers.presence.queries import presence_of
from volunteers.presence.views import ShiftPresence
from volunteers.shifts.tables import Shift


@dataclass(frozen=True, slots=True)
class DeskShown:
    """A shift that lasts now, and who is there by it."""

    location: str
    shift: Shift
    presence: ShiftPresence


@dataclass(frozen=True, slots=True)
class DesksShown:
    """The shifts of now within reach, by location; `names` are those of people within reach."""

    desks: Sequence[DeskShown]
    names: Mapping[UUID, str]

    @property
    def present(self) -> int:
        """How many people are at the desk."""
        return sum(one.presence.present_now for one in self.desks)

    @property
    def needed(self) -> int:
        """How many people these shifts need."""
        return sum(one.shift.needed for one in self.desks)


async def desks_shown(
    session: AsyncSession, reach: Reach, keys: Keys, caller: Caller, now: datetime
) -> DesksShown:
    """Return who is there, late, absent or standing in by the shifts that last now."""
    locations = {one.location_id: one.name for one in await locations_within(session, reach)}
    query = select(Shift).where(
        col(Shift.location_id).in_(locations), col(Shift.cancelled_at).is_(None),
        col(Shift.starts_at) <= now,
        # No shift lasts a day: the index finds those that began since.
        col(Shift.starts_at) > now - timedelta(days=1),
        col(Shift.ends_at) > now,
    )  # fmt: skip
    shifts = (await session.exec(query)).all()
    present = await presence_of(session, [shift.shift_id for shift in shifts], now)
    desks = [DeskShown(locations[one.location_id], one, present[one.shift_id]) for one in shifts]
    people = {one.volunteer_id for shown in present.values() for one in shown.people}
    near = select(Volunteer.volunteer_id).where(
        col(Volunteer.volunteer_id).in_(people), col(Volunteer.location_id).in_(locations)
    )
    ids = (await session.exec(near)).all()
    names = await known_names(await raw(session), ids, keys, caller)
    desks.sort(key=lambda one: (one.location, one.shift.channels, one.shift.shift_id))
    return DesksShown(desks, names)
