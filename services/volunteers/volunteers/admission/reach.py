"""Which volunteers are within the reach of a request.

A volunteer's location changes with a merger: the rows are locked before it is looked at.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from shared.database import Connection
from shared.reach import Reach
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.tables import Volunteer

LOCK_LOCATIONS = """
SELECT volunteer_id, location_id FROM volunteer WHERE volunteer_id = ANY($1)
ORDER BY volunteer_id FOR NO KEY UPDATE
"""


async def require_volunteers(
    connection: Connection, volunteer_ids: Sequence[UUID], reach: Reach
) -> None:
    """Lock these volunteers, and raise `BeyondReach` if one is of another person or location.

    An id that never applied belongs to nobody: the use case refuses it.
    """
    if reach.everything:
        return
    for row in await connection.fetch(LOCK_LOCATIONS, volunteer_ids):
        reach.require(
            f"volunteer {row['volunteer_id']}",
            person=row["volunteer_id"],
            location=row["location_id"],
        )


async def near(session: AsyncSession, ids: Iterable[UUID], reach: Reach) -> list[UUID]:
    """Return which of these volunteers are within reach."""
    query = select(Volunteer.volunteer_id).where(
        col(Volunteer.volunteer_id).in_(set(ids)), *volunteers_within(reach)
    )
    return list((await session.exec(query)).all())


def volunteers_within(reach: Reach) -> Sequence[sa.ColumnElement[bool]]:
    """Return the conditions of a query for volunteers that keep it within reach."""
    return () if reach.everything else (col(Volunteer.location_id).in_(reach.locations),)
