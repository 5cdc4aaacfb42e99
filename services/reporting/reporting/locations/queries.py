"""Reads of locations, for GET."""

from typing import cast
from uuid import UUID

from shared.events.vocabulary import Province
from shared.http import Page
from shared.refusals import NotFound
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.locations.views import LocationView
from reporting.tables import Location


class LocationNotFound(NotFound):
    """No location was opened with this id, or its event has not arrived yet."""


async def location(session: AsyncSession, location_id: UUID) -> LocationView:
    """Return a location; raises `LocationNotFound`."""
    row = await session.get(Location, location_id)
    if row is None:
        raise LocationNotFound(f"there is no location {location_id}")
    return _view(row)


async def locations(session: AsyncSession, cursor: UUID | None, limit: int) -> Page[LocationView]:
    """Return a page of the locations; the cursor is the last id of the page before."""
    query = select(Location).order_by(col(Location.location_id)).limit(limit + 1)
    if cursor:
        query = query.where(col(Location.location_id) > cursor)
    rows = (await session.exec(query)).all()
    more = str(rows[limit - 1].location_id) if len(rows) > limit else None
    return Page(items=[_view(row) for row in rows[:limit]], next_cursor=more)


async def locations_by_name(session: AsyncSession) -> list[LocationView]:
    """Return all locations, sorted by name."""
    return [_view(row) for row in await session.exec(select(Location).order_by(Location.name))]


def _view(row: Location) -> LocationView:
    return LocationView(
        location_id=row.location_id, name=row.name, region=cast(Province, row.region)
    )
