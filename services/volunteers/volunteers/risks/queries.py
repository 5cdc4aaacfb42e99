"""Reads of holes that come near."""

from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.risks.rules import HOURS
from volunteers.risks.tables import Risk
from volunteers.risks.views import RiskView, view_of_risk
from volunteers.shifts.tables import Shift


async def risks(session: AsyncSession, reach: Reach, now: datetime) -> list[RiskView]:
    """Return the shifts within reach that are to come and had a hole, the earliest first.

    There are as many as shifts of three days.
    """
    earliest = now - timedelta(hours=max(HOURS))
    within = () if reach.everything else (col(Shift.location_id).in_(reach.locations),)
    query = (
        select(Shift, Risk)
        .join(Risk, col(Risk.shift_id) == col(Shift.shift_id))
        .where(
            col(Risk.told_at) > earliest,
            col(Risk.told_at) <= now,
            col(Shift.starts_at) > now,
            col(Shift.cancelled_at).is_(None),
            *within,
        )
        .order_by(col(Shift.starts_at), col(Shift.shift_id), col(Risk.hours))
    )
    rows = (await session.exec(query)).all()
    return [
        view_of_risk(shift, [risk for _, risk in told])
        for shift, told in groupby(rows, key=itemgetter(0))
    ]
