"""The shifts for which somebody waits or stands by."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import col, literal, select, union_all
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.locations.tables import Location
from volunteers.shifts.tables import Shift, Standby, WaitingPlace
from volunteers.shifts.views import ShiftView, view_of_shift

Wait = Literal["waiting", "standby", "stay_on"]


@dataclass(frozen=True, slots=True)
class OwnWait:
    """A shift to come in which somebody may have a place later, and how."""

    shift: ShiftView
    location: str
    wait: Wait


async def own_waits(session: AsyncSession, volunteer_id: UUID, now: datetime) -> list[OwnWait]:
    """Return the shifts to come for which somebody waits or stands by, the earliest first."""
    waiting = select(col(WaitingPlace.shift_id), literal("waiting").label("wait")).where(
        col(WaitingPlace.volunteer_id) == volunteer_id
    )
    standing = select(col(Standby.shift_id), col(Standby.kind)).where(
        col(Standby.volunteer_id) == volunteer_id
    )
    found = union_all(waiting, standing).subquery()
    query = (
        select(Shift, Location.name, found.c.wait)
        .join(found, col(Shift.shift_id) == found.c.shift_id)
        .join(Location, col(Location.location_id) == col(Shift.location_id))
        .where(col(Shift.starts_at) > now, col(Shift.cancelled_at).is_(None))
        .order_by(col(Shift.starts_at), col(Shift.shift_id), found.c.wait)
    )
    rows = (await session.exec(query)).all()
    return [OwnWait(view_of_shift(shift), location, wait) for shift, location, wait in rows]
