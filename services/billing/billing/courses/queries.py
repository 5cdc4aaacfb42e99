"""Reads of courses: prices, and what was delivered."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from shared.http import Page
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.courses.views import CourseView, DatedPrice, DeliveryView
from billing.paging import page_of
from billing.tables import CourseDelivery, CoursePrice


async def list_prices(session: AsyncSession, cursor: str | None, limit: int) -> Page[CourseView]:
    """List courses by code, each with its prices in order of their days."""
    day = col(CoursePrice.valid_from)
    query = (
        select(
            CoursePrice.course,
            func.array_agg(aggregate_order_by(day, day)),
            func.array_agg(aggregate_order_by(col(CoursePrice.price), day)),
        )
        .group_by(col(CoursePrice.course))
        .order_by(col(CoursePrice.course))
    )
    if cursor:
        query = query.where(col(CoursePrice.course) > cursor)
    return await page_of(session, query, limit, _course, lambda view: view.course)


async def list_deliveries(
    session: AsyncSession, only_open: bool, cursor: UUID | None, limit: int
) -> Page[DeliveryView]:
    """List deliveries by id; `only_open`: those that are not invoiced yet."""
    query = select(CourseDelivery).order_by(col(CourseDelivery.delivery_id))
    if only_open:
        query = query.where(col(CourseDelivery.number).is_(None))
    if cursor:
        query = query.where(col(CourseDelivery.delivery_id) > cursor)
    return await page_of(session, query, limit, _delivery, lambda view: str(view.delivery_id))


def _course(row: tuple[str, list[date], list[Decimal]]) -> CourseView:
    course, days, prices = row
    dated = [
        DatedPrice(valid_from=day, price=price) for day, price in zip(days, prices, strict=True)
    ]
    return CourseView(course=course, prices=dated)


def _delivery(row: CourseDelivery) -> DeliveryView:
    return DeliveryView(
        delivery_id=row.delivery_id, course=row.course, client=row.client, on=row.on_day,
        number=row.number,
    )  # fmt: skip
