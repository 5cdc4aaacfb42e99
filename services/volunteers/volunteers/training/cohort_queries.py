"""Reads of cohorts, within the reach of the caller."""

from collections import defaultdict
from uuid import UUID

from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.tables import Volunteer
from volunteers.paging import page_of, rows_by_id
from volunteers.training.tables import Cohort
from volunteers.training.views import CohortView, view_of_cohort


async def cohorts(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int
) -> Page[CohortView]:
    """Return a page of the cohorts of locations within reach, with their volunteers."""
    within = () if reach.everything else (col(Cohort.location_id).in_(reach.locations),)
    rows = await rows_by_id(session, Cohort, col(Cohort.cohort_id), cursor, limit, *within)
    named = [row.cohort_id for row in rows]
    query = select(Volunteer.cohort_id, Volunteer.volunteer_id).where(
        col(Volunteer.cohort_id).in_(named)
    )
    members: dict[UUID | None, list[UUID]] = defaultdict(list)
    for cohort_id, volunteer_id in await session.exec(query.order_by(col(Volunteer.volunteer_id))):
        members[cohort_id].append(volunteer_id)
    return page_of(
        rows, limit, lambda row: view_of_cohort(row, members[row.cohort_id]),
        lambda row: row.cohort_id,
    )  # fmt: skip
