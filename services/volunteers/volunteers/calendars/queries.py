"""Reads of calendar feeds: whose a secret is, and the shifts of that feed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from shared.refusals import NotFound
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.calendars.renew_feed import hash_of
from volunteers.calendars.rules import CANCELLED_STAYS, is_shown
from volunteers.calendars.tables import CalendarFeed
from volunteers.locations.tables import Location
from volunteers.people.tables import Person
from volunteers.people.vocabulary import Language
from volunteers.shifts.tables import Place, Shift


class NoSuchCalendar(NotFound):
    """No feed has this address: it was renewed or taken back."""


async def feed(session: AsyncSession, secret: str) -> CalendarFeed:
    """Return the feed of a secret; raises `NoSuchCalendar`."""
    query = select(CalendarFeed).where(col(CalendarFeed.secret_hash) == hash_of(secret))
    found = (await session.exec(query)).first()
    if found is None:
        raise NoSuchCalendar("there is no calendar here: ask for a new address, and subscribe anew")
    return found


async def has_feed(session: AsyncSession, volunteer_id: UUID) -> bool:
    """Return whether a volunteer has a feed."""
    query = select(CalendarFeed.feed_id).where(col(CalendarFeed.volunteer_id) == volunteer_id)
    return (await session.exec(query)).first() is not None


async def language_of(session: AsyncSession, volunteer_id: UUID) -> Language:
    """Return the language of a volunteer, by default Dutch."""
    person = await session.get(Person, volunteer_id)
    return person.language if person else "nl"


async def shifts_of_volunteer(
    session: AsyncSession, volunteer_id: UUID, now: datetime
) -> list[tuple[Shift, str]]:
    """Return the volunteer's shifts from 30 days ago on, each with the name of its location."""
    own = select(Place.shift_id).where(col(Place.volunteer_id) == volunteer_id)
    return await _shifts(session, col(Shift.shift_id).in_(own), now)


async def shifts_of_locations(
    session: AsyncSession, location_ids: Sequence[UUID], now: datetime
) -> list[tuple[Shift, str]]:
    """Return the locations' shifts from 30 days ago on, each with the name of its location."""
    return await _shifts(session, col(Shift.location_id).in_(location_ids), now)


async def _shifts(
    session: AsyncSession, whose: sa.ColumnElement[bool], now: datetime
) -> list[tuple[Shift, str]]:
    query = (
        select(Shift, Location.name)
        .join(Location, col(Location.location_id) == col(Shift.location_id))
        .where(whose, col(Shift.starts_at) > now - CANCELLED_STAYS)
        .order_by(col(Shift.starts_at), col(Shift.shift_id))
    )
    rows = (await session.exec(query)).all()
    return [(shift, name) for shift, name in rows if is_shown(shift.cancelled_at, now)]
