"""Reads of after-care."""

from datetime import date
from uuid import UUID

from shared.http import Page
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.aftercare.reach import after_care_within
from volunteers.aftercare.tables import AfterCare
from volunteers.aftercare.views import AfterCareView, view_of_after_care
from volunteers.paging import page_of, rows_by_id


async def after_care(
    session: AsyncSession, reach: Reach, cursor: UUID | None, limit: int, *,
    open_only: bool, today: date,
) -> Page[AfterCareView]:  # fmt: skip
    """Return a page of the calls within reach that are due or were made."""
    conditions = [col(AfterCare.heavy).is_(True), after_care_within(reach)]
    if open_only:
        conditions.append(col(AfterCare.called_on).is_(None))
    key = col(AfterCare.contact_id)
    rows = await rows_by_id(session, AfterCare, key, cursor, limit, *conditions)
    return page_of(
        rows, limit, lambda row: view_of_after_care(row, today), lambda row: row.contact_id
    )


async def calls_due(session: AsyncSession, reach: Reach, today: date) -> list[AfterCareView]:
    """Return the calls within reach that were not made yet, the longest due first."""
    query = select(AfterCare).where(
        col(AfterCare.heavy), col(AfterCare.called_on).is_(None), after_care_within(reach)
    )
    in_order = query.order_by(col(AfterCare.contact_day), col(AfterCare.contact_id))
    return [view_of_after_care(row, today) for row in (await session.exec(in_order)).all()]
