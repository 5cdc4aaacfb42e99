"""Reads of who was there."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.presence.rules import Seen, minutes_late, state_of
from volunteers.presence.tables import Presence
from volunteers.presence.views import PersonPresent, ShiftPresence
from volunteers.shifts.rules.day_parts import Span
from volunteers.shifts.rules.places import ShiftNotFound
from volunteers.shifts.tables import Place, Shift


async def presence_of(
    session: AsyncSession, shift_ids: Sequence[UUID], now: datetime
) -> dict[UUID, ShiftPresence]:
    """Return who was, and is, there by each of these shifts that were opened."""
    shifts = (await session.exec(select(Shift).where(col(Shift.shift_id).in_(shift_ids)))).all()
    query = select(Place).where(col(Place.shift_id).in_(shift_ids))
    places = (await session.exec(query.order_by(col(Place.volunteer_id)))).all()
    told = select(Presence).where(col(Presence.shift_id).in_(shift_ids))
    seen = (await session.exec(told.order_by(col(Presence.volunteer_id)))).all()
    return {
        shift.shift_id: _view(
            shift,
            [one.volunteer_id for one in places if one.shift_id == shift.shift_id],
            [one for one in seen if one.shift_id == shift.shift_id],
            now,
        )
        for shift in shifts
    }


async def presence(
    session: AsyncSession, shift_id: UUID, reach: Reach, now: datetime
) -> ShiftPresence:
    """Return who was there by a shift; raises `ShiftNotFound` and `BeyondReach`."""
    shift = await session.get(Shift, shift_id)
    if shift is None:
        raise ShiftNotFound(f"there is no shift {shift_id}")
    reach.require(f"shift {shift_id}", location=shift.location_id)
    return (await presence_of(session, [shift_id], now))[shift_id]


def _view(
    shift: Shift, placed: Sequence[UUID], told: Sequence[Presence], now: datetime
) -> ShiftPresence:
    seen = {
        one.volunteer_id: Seen(one.first_at, one.last_at, one.is_present and now < shift.ends_at)
        for one in told
    }
    stood_in = [one for one in seen if one not in placed]
    people = [_person(one, shift.span, seen.get(one), one in placed, now)
              for one in (*placed, *stood_in)]  # fmt: skip
    return ShiftPresence(
        shift_id=shift.shift_id,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        needed=shift.needed,
        present_now=sum(one.is_present for one in people),
        people=people,
    )


def _person(
    volunteer_id: UUID, span: Span, seen: Seen | None, has_place: bool, now: datetime
) -> PersonPresent:
    return PersonPresent(
        volunteer_id=volunteer_id,
        state=state_of(span, seen, now, has_place=has_place),
        is_present=seen is not None and seen.is_present,
        minutes_late=minutes_late(span, seen),
        first_at=seen.first_at if seen else None,
        last_at=seen.last_at if seen else None,
    )
