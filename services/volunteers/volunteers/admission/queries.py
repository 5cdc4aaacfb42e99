"""Reads of volunteers, within the reach of the caller."""

from uuid import UUID

from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.reach import volunteers_within
from volunteers.admission.rules.completion import VolunteerNotFound
from volunteers.admission.tables import Volunteer, VolunteerStep
from volunteers.admission.views import StepView, VolunteerView, view_of_step, view_of_volunteer
from volunteers.paging import page_of, rows_by_id


async def volunteer(session: AsyncSession, volunteer_id: UUID, reach: Reach) -> VolunteerView:
    """Return a volunteer; raises `VolunteerNotFound` and `BeyondReach`."""
    row = await session.get(Volunteer, volunteer_id)
    if row is None:
        raise VolunteerNotFound(f"there is no volunteer {volunteer_id}")
    reach.require(f"volunteer {volunteer_id}", person=row.volunteer_id, location=row.location_id)
    return view_of_volunteer(row)


async def volunteers(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int
) -> Page[VolunteerView]:
    """Return a page of the volunteers within reach."""
    key = col(Volunteer.volunteer_id)
    rows = await rows_by_id(session, Volunteer, key, cursor, limit, *volunteers_within(reach))
    return page_of(rows, limit, view_of_volunteer, lambda row: row.volunteer_id)


async def steps(session: AsyncSession, volunteer_id: UUID, reach: Reach) -> list[StepView]:
    """Return the steps that a volunteer took, in order; raises as `volunteer` does."""
    await volunteer(session, volunteer_id, reach)
    query = select(VolunteerStep).where(col(VolunteerStep.volunteer_id) == volunteer_id)
    rows = (await session.exec(query.order_by(col(VolunteerStep.number)))).all()
    return [view_of_step(row) for row in rows]


async def location_of_volunteer(session: AsyncSession, volunteer_id: UUID) -> UUID | None:
    """Return the id of the location from which a volunteer works, or None for nobody's id."""
    row = await session.get(Volunteer, volunteer_id)
    return row.location_id if row else None
