"""Reads of when volunteers can and want to work."""

from uuid import UUID

from shared.http import Page
from shared.reach import Reach
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.queries import volunteer
from volunteers.availability.rules import Available
from volunteers.availability.tables import Absence, Availability
from volunteers.availability.views import AbsenceView, AvailabilityView, view_of_absence
from volunteers.paging import page_of, rows_by_id


async def availability(session: AsyncSession, volunteer_id: UUID, reach: Reach) -> AvailabilityView:
    """Return a volunteer's usual week; raises `VolunteerNotFound` and `BeyondReach`."""
    await volunteer(session, volunteer_id, reach)
    said = await session.get(Availability, volunteer_id)
    shown = said or Available()
    return AvailabilityView(
        volunteer_id=volunteer_id,
        wishes=said.wishes if said else None,
        most_per_week=shown.most_per_week,
        most_nights_per_month=shown.most_nights_per_month,
        from_home=shown.from_home,
        version=said.version if said else 0,
    )


async def absences(
    session: AsyncSession, volunteer_id: UUID, reach: Reach, cursor: UUID | None, limit: int
) -> Page[AbsenceView]:
    """Return a page of a volunteer's absences; raises `VolunteerNotFound` and `BeyondReach`."""
    await volunteer(session, volunteer_id, reach)
    key, own = col(Absence.absence_id), col(Absence.volunteer_id) == volunteer_id
    rows = await rows_by_id(session, Absence, key, cursor, limit, own)
    return page_of(rows, limit, view_of_absence, lambda row: row.absence_id)
