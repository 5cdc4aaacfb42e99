"""Reads of mandates, within the reach of the caller."""

from uuid import UUID

import sqlalchemy as sa
from shared.http import Page
from shared.reach import Reach
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.mandates.tables import Mandate
from volunteers.mandates.views import MandateView, view_of_mandate
from volunteers.paging import page_of, rows_by_id

# The table of volunteers is that of a room above this one.
VOLUNTEER = sa.table("volunteer", sa.column("volunteer_id"), sa.column("location_id"))


async def mandates(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int
) -> Page[MandateView]:
    """Return a page of the mandates within reach."""
    here = sa.select(VOLUNTEER.c.volunteer_id).where(VOLUNTEER.c.location_id.in_(reach.locations))
    within = sa.or_(
        col(Mandate.location_id).in_(reach.locations), col(Mandate.volunteer_id).in_(here)
    )
    conditions = () if reach.everything else (within,)
    rows = await rows_by_id(session, Mandate, col(Mandate.mandate_id), cursor, limit, *conditions)
    return page_of(rows, limit, view_of_mandate, lambda row: row.mandate_id)
