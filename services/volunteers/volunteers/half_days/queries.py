"""Reads of half-days: the running count of each volunteer, and the sessions."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from shared.database import raw
from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.rules.completion import VolunteerNotFound
from volunteers.admission.tables import Volunteer
from volunteers.half_days.counts import Standing, count_all
from volunteers.half_days.rules import HalfDays, SessionNotFound
from volunteers.half_days.tables import HalfDay, HalfDaySession
from volunteers.half_days.views import HalfDaysView, OwnSessionView, SessionView, view_of_session
from volunteers.paging import page_of, rows_by_id


async def count_half_days(session: AsyncSession, volunteer_id: UUID, year: int) -> HalfDays:
    """Return a volunteer's half-days of a calendar year; raises `VolunteerNotFound`."""
    found = await count_of(session, volunteer_id, year)
    if found is None:
        raise VolunteerNotFound(f"there is no volunteer {volunteer_id}")
    return found


async def count_of(session: AsyncSession, volunteer_id: UUID, year: int) -> HalfDays | None:
    """Return the half-days of a year of somebody who may be no volunteer: None then."""
    found = await count_all(await raw(session), year, [volunteer_id], None)
    return found[0].half_days if found else None


async def standings(session: AsyncSession, year: int, reach: Reach) -> list[Standing]:
    """Return the count of every admitted volunteer within reach, the greatest shortfall first."""
    locations = None if reach.everything else list(reach.locations)
    found = await count_all(await raw(session), year, None, locations)
    return sorted(found, key=lambda one: (-one.half_days.shortfall, one.volunteer_id))


async def half_days_view(
    session: AsyncSession, volunteer_id: UUID, year: int, reach: Reach
) -> HalfDaysView:
    """Return a volunteer's count and sessions of a year.

    Raises `VolunteerNotFound` and `BeyondReach`.
    """
    row = await session.get(Volunteer, volunteer_id)
    if row is None:
        raise VolunteerNotFound(f"there is no volunteer {volunteer_id}")
    reach.require(f"volunteer {volunteer_id}", person=row.volunteer_id, location=row.location_id)
    counted = await count_half_days(session, volunteer_id, year)
    return HalfDaysView(
        volunteer_id=volunteer_id,
        year=year,
        required=counted.required,
        done=counted.done,
        foreseen=counted.foreseen,
        shortfall=counted.shortfall,
        sessions=await own_sessions(session, volunteer_id, year),
    )


async def own_sessions(
    session: AsyncSession, volunteer_id: UUID, year: int
) -> list[OwnSessionView]:
    """Return the sessions of a year on whose list a volunteer is, the earliest first."""
    days = col(HalfDaySession.on_day).between(date(year, 1, 1), date(year, 12, 31))
    listed = sa.literal(volunteer_id) == sa.any_(col(HalfDaySession.invited))
    query = select(HalfDaySession).where(days, listed)
    in_order = query.order_by(col(HalfDaySession.on_day), col(HalfDaySession.session_id))
    rows = (await session.exec(in_order)).all()
    attended = await _attended(session, rows, [volunteer_id])
    return [
        OwnSessionView(
            session_id=row.session_id, kind=row.kind, on=row.on_day, half_days=row.half_days,
            attended=(row.session_id, volunteer_id) in attended,
        )
        for row in rows
    ]  # fmt: skip


async def half_day_sessions(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int
) -> Page[SessionView]:
    """Return a page of the sessions of the locations within reach."""
    within = () if reach.everything else (col(HalfDaySession.location_id).in_(reach.locations),)
    key = col(HalfDaySession.session_id)
    rows = await rows_by_id(session, HalfDaySession, key, cursor, limit, *within)
    found = page_of(rows, limit, lambda row: row, lambda row: row.session_id)
    return Page(items=await _views(session, found.items), next_cursor=found.next_cursor)


async def half_day_session(session: AsyncSession, session_id: UUID, reach: Reach) -> SessionView:
    """Return a session with its lists; raises `SessionNotFound` and `BeyondReach`."""
    row = await session.get(HalfDaySession, session_id)
    if row is None:
        raise SessionNotFound(f"there is no session {session_id}")
    reach.require(f"session {session_id}", location=row.location_id)
    return (await _views(session, [row]))[0]


async def sessions_of_year(session: AsyncSession, reach: Reach, year: int) -> list[SessionView]:
    """Return the sessions of a year at the locations within reach, the newest first."""
    within = () if reach.everything else (col(HalfDaySession.location_id).in_(reach.locations),)
    days = col(HalfDaySession.on_day).between(date(year, 1, 1), date(year, 12, 31))
    query = select(HalfDaySession).where(days, *within)
    in_order = query.order_by(col(HalfDaySession.on_day).desc(), col(HalfDaySession.session_id))
    return await _views(session, (await session.exec(in_order)).all())


async def _views(session: AsyncSession, rows: Sequence[HalfDaySession]) -> list[SessionView]:
    listed = {one for row in rows for one in row.invited}
    attended = await _attended(session, rows, list(listed))
    return [
        view_of_session(row, [one for one in row.invited if (row.session_id, one) in attended])
        for row in rows
    ]


async def _attended(
    session: AsyncSession, sessions: Sequence[HalfDaySession], volunteers: Sequence[UUID]
) -> set[tuple[UUID, UUID]]:
    """Return who attended which of these sessions, as (session, volunteer)."""
    query = select(HalfDay.session_id, HalfDay.volunteer_id).where(
        col(HalfDay.volunteer_id).in_(volunteers),
        col(HalfDay.session_id).in_([one.session_id for one in sessions]),
    )
    return {(one, who) for one, who in (await session.exec(query)).all()}
