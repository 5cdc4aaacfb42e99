"""Reads of mandates, within the reach of the caller."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from shared.database import raw
from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.mandates.tables import Mandate
from volunteers.mandates.views import MandateView, view_of_mandate
from volunteers.paging import page_of, rows_by_id

# The table of volunteers is that of a room above this one.
VOLUNTEER = sa.table("volunteer", sa.column("volunteer_id"), sa.column("location_id"))
SELECT_PEOPLE = """
SELECT volunteer_id FROM volunteer
WHERE state <> 'left' AND ($1::uuid[] IS NULL OR location_id = ANY($1))
"""


async def mandates(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int
) -> Page[MandateView]:
    """Return a page of the mandates within reach."""
    within = _within(reach)
    rows = await rows_by_id(session, Mandate, col(Mandate.mandate_id), cursor, limit, *within)
    return page_of(rows, limit, view_of_mandate, lambda row: row.mandate_id)


async def mandates_since(session: AsyncSession, reach: Reach, day: date) -> Sequence[Mandate]:
    """Return the mandates within reach that did not end before a day; a few for each account."""
    stands = sa.or_(col(Mandate.last_day).is_(None), col(Mandate.last_day) >= day)
    query = select(Mandate).where(stands, *_within(reach))
    in_order = query.order_by(col(Mandate.first_day), col(Mandate.mandate_id))
    return (await session.exec(in_order)).all()


async def people_within(session: AsyncSession, reach: Reach) -> list[UUID]:
    """Return the volunteers within reach who have not left."""
    within = None if reach.everything else list(reach.locations)
    rows = await (await raw(session)).fetch(SELECT_PEOPLE, within)
    return [row["volunteer_id"] for row in rows]


def _within(reach: Reach) -> tuple[sa.ColumnElement[bool], ...]:
    if reach.everything:
        return ()
    here = sa.select(VOLUNTEER.c.volunteer_id).where(VOLUNTEER.c.location_id.in_(reach.locations))
    return (
        sa.or_(col(Mandate.location_id).in_(reach.locations), col(Mandate.volunteer_id).in_(here)),
    )
