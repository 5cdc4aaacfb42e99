"""Reads of supervisors."""

from uuid import UUID

from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.paging import page_of, rows_by_id
from volunteers.supervisors.tables import Certificate, Supervisor
from volunteers.supervisors.views import SupervisorView, view_of_supervisor


async def supervisors(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int
) -> Page[SupervisorView]:
    """Return a page of the supervisors of the locations within reach."""
    within = () if reach.everything else (col(Supervisor.location_id).in_(reach.locations),)
    key = col(Supervisor.supervisor_id)
    rows = await rows_by_id(session, Supervisor, key, cursor, limit, *within)
    query = select(Certificate).where(
        col(Certificate.supervisor_id).in_([row.supervisor_id for row in rows])
    )
    in_order = query.order_by(col(Certificate.issued_on), col(Certificate.certificate_id))
    certificates = (await session.exec(in_order)).all()
    return page_of(
        rows,
        limit,
        lambda row: view_of_supervisor(
            row, [one for one in certificates if one.supervisor_id == row.supervisor_id]
        ),
        lambda row: row.supervisor_id,
    )
