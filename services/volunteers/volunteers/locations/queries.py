"""Reads of locations."""

from uuid import UUID

from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.locations.rules import LocationNotFound
from volunteers.locations.tables import Location
from volunteers.locations.views import LocationView, view_of_location
from volunteers.paging import page_of, rows_by_id


async def location(session: AsyncSession, location_id: UUID) -> LocationView:
    """Return a location; raises `LocationNotFound`."""
    row = await session.get(Location, location_id)
    if row is None:
        raise LocationNotFound(f"there is no location {location_id}")
    return view_of_location(row)


async def locations(session: AsyncSession, cursor: UUID | None, limit: int) -> Page[LocationView]:
    """Return a page of the locations."""
    rows = await rows_by_id(session, Location, col(Location.location_id), cursor, limit)
    return page_of(rows, limit, view_of_location, lambda row: row.location_id)


async def locations_within(session: AsyncSession, reach: Reach) -> list[LocationView]:
    """Return the locations within reach, by name; there are a few dozen in the nation."""
    within = () if reach.everything else (col(Location.location_id).in_(reach.locations),)
    query = select(Location).where(*within).order_by(col(Location.name))
    return [view_of_location(row) for row in (await session.exec(query)).all()]
