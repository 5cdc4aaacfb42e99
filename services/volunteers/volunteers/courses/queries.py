"""Reads of courses that were given to third parties."""

from uuid import UUID

from shared.http import Page
from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.courses.tables import CourseDelivery
from volunteers.courses.views import CourseDeliveryView
from volunteers.paging import page_of


async def course_deliveries(
    session: AsyncSession, cursor: UUID | None, limit: int
) -> Page[CourseDeliveryView]:
    """Return a page of the courses that were given, the newest first."""
    order = (col(CourseDelivery.given_on), col(CourseDelivery.delivery_id))
    query = select(CourseDelivery).order_by(*(one.desc() for one in order)).limit(limit + 1)
    if cursor:
        last = select(*order).where(col(CourseDelivery.delivery_id) == cursor)
        query = query.where(tuple_(*order) < last.scalar_subquery())
    rows = (await session.exec(query)).all()
    return page_of(rows, limit, _view, lambda row: row.delivery_id)


def _view(row: CourseDelivery) -> CourseDeliveryView:
    return CourseDeliveryView(
        delivery_id=row.delivery_id, course=row.course, client=row.client, on=row.given_on
    )
