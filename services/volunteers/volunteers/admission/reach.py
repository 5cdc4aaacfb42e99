"""Which volunteers are within the reach of a request.

A volunteer's location never changes, so that no row is locked here.
"""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from shared.database import Connection
from shared.reach import Reach
from sqlmodel import col

from volunteers.admission.tables import Volunteer

SELECT_VOLUNTEER_ELSEWHERE = """
SELECT volunteer_id FROM volunteer WHERE volunteer_id = ANY($1) AND location_id <> ALL($2)
ORDER BY volunteer_id LIMIT 1
"""


async def require_volunteers(
    connection: Connection, volunteer_ids: Sequence[UUID], reach: Reach
) -> None:
    """Raise `BeyondReach` if one of them works from another location.

    An id that never applied belongs to no location: the use case refuses it.
    """
    if reach.everything:
        return
    beyond = await connection.fetchval(
        SELECT_VOLUNTEER_ELSEWHERE, volunteer_ids, list(reach.locations)
    )
    if beyond is not None:
        reach.require(f"volunteer {beyond}")


def volunteers_within(reach: Reach) -> Sequence[sa.ColumnElement[bool]]:
    """Return the conditions of a query for volunteers that keep it within reach."""
    return () if reach.everything else (col(Volunteer.location_id).in_(reach.locations),)
