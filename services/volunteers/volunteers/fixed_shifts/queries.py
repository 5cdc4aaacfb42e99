"""Reads of fixed shifts, within the reach of the caller."""

from uuid import UUID

import sqlalchemy as sa
from shared.http import Page
from shared.reach import Reach
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.fixed_shifts.tables import FixedShift
from volunteers.fixed_shifts.views import FixedShiftView, view_of_fixed_shift
from volunteers.paging import page_of, rows_by_id


async def fixed_shifts(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int
) -> Page[FixedShiftView]:
    """Return a page of the fixed shifts of oneself, and of one's locations."""
    within = sa.or_(
        sa.literal(reach.everything),
        col(FixedShift.volunteer_id) == reach.person,
        col(FixedShift.location_id).in_(reach.locations),
    )
    key = col(FixedShift.fixed_id)
    rows = await rows_by_id(session, FixedShift, key, cursor, limit, within)
    return page_of(rows, limit, view_of_fixed_shift, lambda row: row.fixed_id)
