"""Reads of shifts and their places."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from uuid import UUID

import sqlalchemy as sa
from shared.http import Page
from shared.reach import Reach
from sqlalchemy import func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.amsterdam import DAY_HOURS, at_hour, day_of
from volunteers.paging import page_of
from volunteers.shifts.rules.places import ShiftNotFound
from volunteers.shifts.rules.weeks import Week
from volunteers.shifts.tables import Place, Shift, Standby, WaitingPlace
from volunteers.shifts.views import (
    ShiftInFull,
    ShiftView,
    ShiftWithPlaces,
    view_of_shift,
    view_of_shift_in_full,
    view_of_shift_with_places,
)


@dataclass(frozen=True, slots=True)
class ShiftFilter:
    """Which shifts are asked for; `since` and `until` are days, both included."""

    location_id: UUID | None
    since: dt.date | None
    until: dt.date | None
    open_only: bool


async def shift(session: AsyncSession, shift_id: UUID, reach: Reach) -> ShiftInFull:
    """Return a shift with its places, in the order in which they were taken, and who hopes for one.

    Raises `ShiftNotFound` and `BeyondReach`.
    """
    row = await session.get(Shift, shift_id)
    if row is None:
        raise ShiftNotFound(f"there is no shift {shift_id}")
    reach.require(f"shift {shift_id}", location=row.location_id)
    places = select(Place).where(col(Place.shift_id) == shift_id)
    places = places.order_by(col(Place.filled_at), col(Place.volunteer_id))
    waiting = select(WaitingPlace).where(col(WaitingPlace.shift_id) == shift_id)
    waiting = waiting.order_by(col(WaitingPlace.since), col(WaitingPlace.volunteer_id))
    standby = select(Standby).where(col(Standby.shift_id) == shift_id)
    standby = standby.order_by(col(Standby.since), col(Standby.volunteer_id))
    return view_of_shift_in_full(
        row,
        (await session.exec(places)).all(),
        (await session.exec(waiting)).all(),
        (await session.exec(standby)).all(),
    )


async def shifts(
    session: AsyncSession, wanted: ShiftFilter, cursor: UUID | None, limit: int
) -> Page[ShiftView]:
    """Return a page of the shifts that are asked for, the earliest first."""
    order = (col(Shift.starts_at), col(Shift.shift_id))
    query = select(Shift).where(*_conditions(wanted)).order_by(*order).limit(limit + 1)
    if cursor:
        last = select(*order).where(col(Shift.shift_id) == cursor)
        query = query.where(tuple_(*order) > last.scalar_subquery())
    rows = (await session.exec(query)).all()
    return page_of(rows, limit, view_of_shift, lambda row: row.shift_id)


async def shifts_of_week(
    session: AsyncSession, location_id: UUID, week: Week
) -> list[ShiftWithPlaces]:
    """Return the shifts of a location in a week with their places, the earliest first."""
    places = (col(Place.filled_at), col(Place.volunteer_id))
    query = (
        select(Shift, Place)
        .join(Place, col(Place.shift_id) == col(Shift.shift_id), isouter=True)
        .where(*_within_week(location_id, week))
        .order_by(col(Shift.starts_at), col(Shift.shift_id), *places)
    )
    rows = (await session.exec(query)).all()
    return [
        view_of_shift_with_places(shift, [place for _, place in taken if place])
        for shift, taken in groupby(rows, key=itemgetter(0))
    ]


async def shifts_of_week_without_places(
    session: AsyncSession, location_id: UUID, week: Week
) -> list[ShiftView]:
    """Return the shifts of a location in a week for those who may not see who is in them."""
    query = select(Shift).where(*_within_week(location_id, week))
    in_order = query.order_by(col(Shift.starts_at), col(Shift.shift_id))
    return [view_of_shift(shift) for shift in (await session.exec(in_order)).all()]


async def day_with_shifts(session: AsyncSession, location_id: UUID, week: Week) -> dt.date | None:
    """Return the day of a location's next shift after a week, or else of the last before it."""
    here = col(Shift.location_id) == location_id
    starts = select(Shift.starts_at).where(here).limit(1)
    after = starts.where(col(Shift.starts_at) >= week.span.ends_at).order_by(col(Shift.starts_at))
    before = starts.where(col(Shift.starts_at) < week.span.starts_at)
    for query in (after, before.order_by(col(Shift.starts_at).desc())):
        found = (await session.exec(query)).first()
        if found:
            return day_of(found)
    return None


async def count_on_duty(session: AsyncSession) -> int:
    """Count the listeners in shifts that stand and cover this moment; a trainee is none yet."""
    now = func.now()
    taken = (
        select(func.count())
        .select_from(Place)
        .join(Shift, col(Shift.shift_id) == col(Place.shift_id))
        .where(
            col(Place.role) != "trainee",
            col(Shift.cancelled_at).is_(None),
            col(Shift.starts_at) <= now,
            # No shift lasts a day: the index finds those that began since.
            col(Shift.starts_at) > now - dt.timedelta(days=1),
            col(Shift.ends_at) > now,
        )
    )
    return (await session.exec(taken)).one()


def _within_week(location_id: UUID, week: Week) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(Shift.location_id) == location_id,
        col(Shift.starts_at) >= week.span.starts_at,
        col(Shift.starts_at) < week.span.ends_at,
    )


def _conditions(wanted: ShiftFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.location_id:
        conditions.append(col(Shift.location_id) == wanted.location_id)
    if wanted.since:
        conditions.append(col(Shift.starts_at) >= at_hour(wanted.since, 0))
    if wanted.until:
        conditions.append(col(Shift.starts_at) < at_hour(wanted.until, DAY_HOURS))
    if wanted.open_only:
        conditions.append(col(Shift.cancelled_at).is_(None))
        conditions.append(col(Shift.filled) < col(Shift.needed))
    return conditions
