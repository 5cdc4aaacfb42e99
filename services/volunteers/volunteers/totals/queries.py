"""The counts of all rooms, read in one statement so that they are of one moment."""

from typing import Any

import sqlalchemy as sa
from shared.month import Month
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.tables import Volunteer
from volunteers.locations.tables import Location
from volunteers.shifts.tables import Shift
from volunteers.totals.views import Totals
from volunteers.training.tables import Training


async def totals(session: AsyncSession, month: Month) -> Totals:
    """Return the counts of what volunteers holds now, as of one moment; shifts of one month."""
    stands = col(Shift.cancelled_at).is_(None)
    of_month = (col(Shift.starts_at) >= month.begins, col(Shift.starts_at) < month.ends)
    filled = func.coalesce(func.sum(col(Shift.filled)), 0)
    admitted = col(Volunteer.admitted_at).is_not(None)
    query = sa.select(
        _count_of(select(Location)).label("locations"),
        _count_of(select(Volunteer)).label("applied"),
        _count_of(select(Volunteer).where(admitted)).label("admitted"),
        _count_of(select(Training)).label("trainings"),
        _count_of(select(Shift).where(*of_month)).label("opened"),
        _count_of(select(Shift).where(~stands, *of_month)).label("cancelled"),
        select(filled).where(stands, *of_month).scalar_subquery().label("filled"),
    )
    row = (await (await session.connection()).execute(query)).one()
    return Totals(
        month=str(month),
        locations=row.locations,
        volunteers_applied=row.applied,
        volunteers_admitted=row.admitted,
        trainings_held=row.trainings,
        shifts_opened=row.opened,
        shifts_filled=row.filled,
        shifts_cancelled=row.cancelled,
    )


def _count_of(query: sa.Select[Any]) -> sa.ScalarSelect[int]:
    return query.with_only_columns(func.count(), maintain_column_froms=True).scalar_subquery()
