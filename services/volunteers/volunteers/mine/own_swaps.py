"""The swaps that somebody is in or may take over, and what they may propose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.locations.tables import Location
from volunteers.mine.own_shifts import names_of
from volunteers.people.keys import Keys
from volunteers.shifts.tables import Place, Shift
from volunteers.shifts.views import ShiftView, view_of_shift
from volunteers.swaps.queries import swaps
from volunteers.swaps.rules import AGREE_BEFORE
from volunteers.swaps.views import LegView, SwapView

MOST = 100
AHEAD = timedelta(days=28)
# What somebody does about a swap: answer it, take it over, wait for others, or withdraw it.
Part = Literal["answer", "take_over", "wait", "withdraw"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A shift with the name of its location."""

    shift: ShiftView
    location: str


@dataclass(frozen=True, slots=True)
class OwnSwap:
    """A swap as one of its people sees it: what they give and take, and with whom."""

    swap_id: UUID
    expires_at: datetime
    part: Part
    gives: Dated | None
    takes: Dated | None
    others: Sequence[str]


async def own_swaps(
    session: AsyncSession, volunteer_id: UUID, keys: Keys, now: datetime
) -> list[OwnSwap]:
    """Return the swaps that are still proposed, as far as somebody has a part in them."""
    page = await swaps(session, Reach(person=volunteer_id), "proposed", None, MOST)
    found = [swap for swap in page.items if swap.expires_at > now]
    legs = [leg for swap in found for leg in swap.legs]
    shifts = await _dated(session, (one for leg in legs for one in (leg.gives, leg.takes) if one))
    people = {leg.volunteer_id for leg in legs if leg.volunteer_id} - {volunteer_id}
    names = await names_of(session, people, keys)
    return [_seen(swap, volunteer_id, shifts, names) for swap in found]


async def swappable(
    session: AsyncSession, volunteer_id: UUID, home: UUID, now: datetime
) -> list[Dated]:
    """Return the shifts of the own location in four weeks that others are in, and not oneself."""
    mine = select(Place.shift_id).where(col(Place.volunteer_id) == volunteer_id)
    query = (
        select(Shift, Location.name)
        .join(Location, col(Location.location_id) == col(Shift.location_id))
        .where(
            col(Shift.location_id) == home,
            col(Shift.cancelled_at).is_(None),
            col(Shift.filled) > 0,
            col(Shift.starts_at) > now + AGREE_BEFORE,
            col(Shift.starts_at) < now + AHEAD,
            col(Shift.shift_id).not_in(mine),
        )
        .order_by(col(Shift.starts_at), col(Shift.shift_id))
    )
    rows = (await session.exec(query)).all()
    return [Dated(view_of_shift(shift), location) for shift, location in rows]


def _seen(
    swap: SwapView, volunteer_id: UUID, shifts: Mapping[UUID, Dated], names: Mapping[UUID, str]
) -> OwnSwap:
    own = next((leg for leg in swap.legs if leg.volunteer_id == volunteer_id), None)
    leg = own or next(leg for leg in swap.legs if leg.volunteer_id is None)
    people = [one.volunteer_id for one in swap.legs]
    return OwnSwap(
        swap_id=swap.swap_id,
        expires_at=swap.expires_at,
        part=_part(swap, own, volunteer_id),
        gives=shifts[leg.gives] if leg.gives else None,
        takes=shifts[leg.takes] if leg.takes else None,
        others=sorted(names[who] for who in people if who and who in names),
    )


def _part(swap: SwapView, own: LegView | None, volunteer_id: UUID) -> Part:
    if swap.proposed_by == volunteer_id:
        return "withdraw"
    if own is None:
        return "take_over"
    return "wait" if own.agreed_at else "answer"


async def _dated(session: AsyncSession, shift_ids: Iterable[UUID]) -> dict[UUID, Dated]:
    query = (
        select(Shift, Location.name)
        .join(Location, col(Location.location_id) == col(Shift.location_id))
        .where(col(Shift.shift_id).in_(set(shift_ids)))
    )
    rows = (await session.exec(query)).all()
    return {shift.shift_id: Dated(view_of_shift(shift), location) for shift, location in rows}
