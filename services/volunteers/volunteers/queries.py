"""Reads for GET, within the reach of whoever asks.

A list's cursor is the id of the last item of the page before.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from shared.http import Page
from shared.month import Month
from shared.reach import Reach
from sqlalchemy import func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.not_found import (
    LocationNotFound,
    ShiftNotFound,
    TrainingNotFound,
    VolunteerNotFound,
)
from volunteers.rules.day_parts import at_hour
from volunteers.tables import Location, Place, Shift, Training, Volunteer
from volunteers.views import (
    LocationView,
    ShiftView,
    ShiftWithPlaces,
    Totals,
    TrainingView,
    VolunteerView,
    view_of_location,
    view_of_shift,
    view_of_shift_with_places,
    view_of_training,
    view_of_volunteer,
)

DAY_HOURS = 24
Row = TypeVar("Row")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ShiftFilter:
    """Which shifts are asked for; `since` and `until` are days, both included."""

    location_id: UUID | None
    since: dt.date | None
    until: dt.date | None
    open_only: bool


async def location(session: AsyncSession, location_id: UUID) -> LocationView:
    """Return a location; raises `LocationNotFound`."""
    row = await session.get(Location, location_id)
    if row is None:
        raise LocationNotFound(f"there is no location {location_id}")
    return view_of_location(row)


async def volunteer(session: AsyncSession, volunteer_id: UUID, reach: Reach) -> VolunteerView:
    """Return a volunteer; raises `VolunteerNotFound` and `BeyondReach`."""
    row = await session.get(Volunteer, volunteer_id)
    if row is None:
        raise VolunteerNotFound(f"there is no volunteer {volunteer_id}")
    reach.require(f"volunteer {volunteer_id}", person=row.volunteer_id, location=row.location_id)
    return view_of_volunteer(row)


async def training(session: AsyncSession, training_id: UUID, reach: Reach) -> TrainingView:
    """Return a training with those of its volunteers who are within reach.

    Raises `TrainingNotFound`, and `BeyondReach` when none of them is.
    """
    row = await session.get(Training, training_id)
    if row is None:
        raise TrainingNotFound(f"there is no training {training_id}")
    view = (await _trainings_within(session, [row], reach))[0]
    if not view.volunteer_ids:
        reach.require(f"training {training_id}")
    return view


async def shift(session: AsyncSession, shift_id: UUID, reach: Reach) -> ShiftWithPlaces:
    """Return a shift with its places, in the order in which they were taken.

    Raises `ShiftNotFound` and `BeyondReach`.
    """
    row = await session.get(Shift, shift_id)
    if row is None:
        raise ShiftNotFound(f"there is no shift {shift_id}")
    reach.require(f"shift {shift_id}", location=row.location_id)
    query = select(Place).where(col(Place.shift_id) == shift_id)
    in_order = query.order_by(col(Place.filled_at), col(Place.volunteer_id))
    return view_of_shift_with_places(row, list((await session.exec(in_order)).all()))


async def locations(session: AsyncSession, cursor: UUID | None, limit: int) -> Page[LocationView]:
    """Return a page of the locations."""
    rows = await _by_id(session, Location, col(Location.location_id), cursor, limit)
    return _page(rows, limit, view_of_location, lambda row: row.location_id)


async def volunteers(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int
) -> Page[VolunteerView]:
    """Return a page of the volunteers within reach."""
    key = col(Volunteer.volunteer_id)
    rows = await _by_id(session, Volunteer, key, cursor, limit, *_volunteers_within(reach))
    return _page(rows, limit, view_of_volunteer, lambda row: row.volunteer_id)


async def trainings(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int
) -> Page[TrainingView]:
    """Return a page of the trainings of volunteers within reach, who alone are on their lists."""
    attends = col(Volunteer.volunteer_id) == sa.any_(col(Training.volunteer_ids))
    somebody = select(Volunteer).where(attends, *_volunteers_within(reach)).exists()
    within = () if reach.everything else (somebody,)
    rows = await _by_id(session, Training, col(Training.training_id), cursor, limit, *within)
    found = _page(rows, limit, lambda row: row, lambda row: row.training_id)
    items = await _trainings_within(session, found.items, reach)
    return Page(items=items, next_cursor=found.next_cursor)


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
    return _page(rows, limit, view_of_shift, lambda row: row.shift_id)


async def totals(session: AsyncSession, month: Month) -> Totals:
    """Return the counts of what volunteers holds now, as of one moment; shifts of one month."""
    stands = col(Shift.cancelled_at).is_(None)
    of_month = (col(Shift.starts_at) >= month.begins, col(Shift.starts_at) < month.ends)
    filled = func.coalesce(func.sum(col(Shift.filled)), 0)
    counts: dict[str, sa.Select[Any]] = {
        "locations": select(Location),
        "volunteers_applied": select(Volunteer),
        "volunteers_admitted": select(Volunteer).where(col(Volunteer.admitted_at).is_not(None)),
        "trainings_held": select(Training),
        "shifts_opened": select(Shift).where(*of_month),
        "shifts_cancelled": select(Shift).where(~stands, *of_month),
    }
    columns = [_count_of(query).label(name) for name, query in counts.items()]
    places = select(filled).where(stands, *of_month).scalar_subquery()
    columns.append(places.label("shifts_filled"))
    row = (await (await session.connection()).execute(sa.select(*columns))).one()
    return Totals(month=str(month), **row._mapping)


async def count_on_duty(session: AsyncSession) -> int:
    """Count the places that are taken in shifts that stand and cover this moment."""
    now = func.now()
    taken = (
        select(func.count())
        .select_from(Place)
        .join(Shift, col(Shift.shift_id) == col(Place.shift_id))
        .where(
            col(Shift.cancelled_at).is_(None),
            col(Shift.starts_at) <= now,
            # No shift lasts a day: the index finds those that began since.
            col(Shift.starts_at) > now - dt.timedelta(days=1),
            col(Shift.ends_at) > now,
        )
    )
    return (await session.exec(taken)).one()


def _count_of(query: sa.Select[Any]) -> sa.ScalarSelect[int]:
    return query.with_only_columns(func.count(), maintain_column_froms=True).scalar_subquery()


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


def _volunteers_within(reach: Reach) -> Sequence[sa.ColumnElement[bool]]:
    return () if reach.everything else (col(Volunteer.location_id).in_(reach.locations),)


async def _trainings_within(
    session: AsyncSession, trainings: Sequence[Training], reach: Reach
) -> list[TrainingView]:
    """Show trainings with those of their volunteers who are within reach."""
    views = [view_of_training(training) for training in trainings]
    if reach.everything:
        return views
    named = {one for view in views for one in view.volunteer_ids}
    query = select(Volunteer.volunteer_id).where(col(Volunteer.volunteer_id).in_(named))
    known = set((await session.exec(query.where(*_volunteers_within(reach)))).all())
    return [
        view.model_copy(
            update={"volunteer_ids": [one for one in view.volunteer_ids if one in known]}
        )
        for view in views
    ]


async def _by_id(
    session: AsyncSession, table: type[Row], key: Any, cursor: UUID | None, limit: int,
    *conditions: sa.ColumnElement[bool],
) -> Sequence[Row]:  # fmt: skip
    """Return the rows after the cursor, one more than fits on the page."""
    query = select(table).where(*conditions).order_by(key).limit(limit + 1)
    return (await session.exec(query.where(key > cursor) if cursor else query)).all()


def _page(
    rows: Sequence[Row], limit: int, view: Callable[[Row], Item], id_of: Callable[[Row], UUID]
) -> Page[Item]:
    """Return the page; one row too many says that there is a next one."""
    more = len(rows) > limit
    next_cursor = str(id_of(rows[limit - 1])) if more else None
    return Page(items=[view(row) for row in rows[:limit]], next_cursor=next_cursor)
