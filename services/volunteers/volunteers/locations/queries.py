"""Reads of locations, institutions and their changes."""

from collections import defaultdict
from uuid import UUID

from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.locations.rules import LocationNotFound
from volunteers.locations.tables import (
    Institution,
    Location,
    LocationChange,
    LocationMembership,
)
from volunteers.locations.views import (
    InstitutionView,
    LocationChangeView,
    LocationView,
    view_of_change,
    view_of_institution,
    view_of_location,
)
from volunteers.paging import page_of, rows_by_id


async def location(session: AsyncSession, location_id: UUID) -> LocationView:
    """Return a location; raises `LocationNotFound`."""
    row = await session.get(Location, location_id)
    if row is None:
        raise LocationNotFound(f"there is no location {location_id}")
    return view_of_location(row)


async def location_and_successors(session: AsyncSession, location_id: UUID) -> list[LocationView]:
    """Return a location, and those into which it merged, one after the other.

    Raises `LocationNotFound`.
    """
    found = [await location(session, location_id)]
    while (successor := found[-1].merged_into) is not None:
        found.append(await location(session, successor))
    return found


async def locations(session: AsyncSession, cursor: UUID | None, limit: int) -> Page[LocationView]:
    """Return a page of the locations."""
    rows = await rows_by_id(session, Location, col(Location.location_id), cursor, limit)
    return page_of(rows, limit, view_of_location, lambda row: row.location_id)


async def locations_within(session: AsyncSession, reach: Reach) -> list[LocationView]:
    """Return the locations within reach, by name; there are a few dozen in the nation."""
    within = () if reach.everything else (col(Location.location_id).in_(reach.locations),)
    query = select(Location).where(*within).order_by(col(Location.name))
    return [view_of_location(row) for row in (await session.exec(query)).all()]


async def institutions(
    session: AsyncSession, cursor: UUID | None, limit: int
) -> Page[InstitutionView]:
    """Return a page of the institutions, each with its locations of all times."""
    key = col(Institution.institution_id)
    rows = await rows_by_id(session, Institution, key, cursor, limit)
    ids = [row.institution_id for row in rows]
    of = defaultdict(list)
    query = select(LocationMembership).where(col(LocationMembership.institution_id).in_(ids))
    days = (col(LocationMembership.first_day), col(LocationMembership.location_id))
    for membership in (await session.exec(query.order_by(*days))).all():
        of[membership.institution_id].append(membership)
    return page_of(
        rows,
        limit,
        lambda row: view_of_institution(row, of[row.institution_id]),
        lambda row: row.institution_id,
    )


async def location_changes(
    session: AsyncSession, cursor: UUID | None, limit: int
) -> Page[LocationChangeView]:
    """Return a page of the changes of locations, planned and carried out."""
    rows = await rows_by_id(session, LocationChange, col(LocationChange.change_id), cursor, limit)
    return page_of(rows, limit, view_of_change, lambda row: row.change_id)
