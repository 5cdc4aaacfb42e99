"""Reads of supervisors."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.paging import page_of, rows_by_id
from volunteers.supervisors.rules import SupervisorNotFound
from volunteers.supervisors.tables import Certificate, Supervisor
from volunteers.supervisors.views import SupervisorView, view_of_supervisor
from volunteers.supervisors.vocabulary import SupervisorCompetency


async def supervisors_for(
    session: AsyncSession, reach: Reach, competency: SupervisorCompetency, today: date
) -> list[UUID]:
    """Return who within reach is in service, competent for something, and certified today."""
    within = () if reach.everything else (col(Supervisor.location_id).in_(reach.locations),)
    certified = select(Certificate).where(
        col(Certificate.supervisor_id) == col(Supervisor.supervisor_id),
        col(Certificate.issued_on) <= today,
        col(Certificate.last_day) >= today,
    )
    query = select(Supervisor.supervisor_id).where(
        *within,
        *_in_service(today),
        sa.literal(competency) == sa.any_(col(Supervisor.competencies)),
        certified.exists(),
    )
    return list((await session.exec(query.order_by(col(Supervisor.supervisor_id)))).all())


async def in_service_at(session: AsyncSession, location_id: UUID, today: date) -> list[UUID]:
    """Return who is in service as a supervisor of a location."""
    query = select(Supervisor.supervisor_id).where(
        col(Supervisor.location_id) == location_id, *_in_service(today)
    )
    return list((await session.exec(query)).all())


async def supervisor(session: AsyncSession, supervisor_id: UUID, reach: Reach) -> SupervisorView:
    """Return a supervisor; raises `SupervisorNotFound`, `BeyondReach`."""
    row = await session.get(Supervisor, supervisor_id)
    if row is None:
        raise SupervisorNotFound(f"there is no supervisor {supervisor_id}")
    reach.require(f"supervisor {supervisor_id}", location=row.location_id)
    return view_of_supervisor(row, await _certificates(session, [supervisor_id]))


async def supervisors(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int
) -> Page[SupervisorView]:
    """Return a page of the supervisors of the locations within reach."""
    within = () if reach.everything else (col(Supervisor.location_id).in_(reach.locations),)
    key = col(Supervisor.supervisor_id)
    rows = await rows_by_id(session, Supervisor, key, cursor, limit, *within)
    certificates = await _certificates(session, [row.supervisor_id for row in rows])
    return page_of(
        rows,
        limit,
        lambda row: view_of_supervisor(
            row, [one for one in certificates if one.supervisor_id == row.supervisor_id]
        ),
        lambda row: row.supervisor_id,
    )


async def _certificates(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Certificate]:
    query = select(Certificate).where(col(Certificate.supervisor_id).in_(ids))
    in_order = query.order_by(col(Certificate.issued_on), col(Certificate.certificate_id))
    return (await session.exec(in_order)).all()


def _in_service(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    ends = sa.or_(col(Supervisor.last_day).is_(None), col(Supervisor.last_day) >= today)
    return col(Supervisor.first_day) <= today, ends
