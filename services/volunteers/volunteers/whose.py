"""Whose record a request changes: looked up before the use case runs, in its transaction.

A volunteer's location and a shift's never change, so that nothing is locked here.
"""

from collections.abc import Sequence
from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from volunteers.not_found import ShiftNotFound

VOLUNTEER_ELSEWHERE = """
SELECT volunteer_id FROM volunteer WHERE volunteer_id = ANY($1) AND location_id <> ALL($2)
ORDER BY volunteer_id LIMIT 1
"""


async def require_shift(connection: Connection, shift_id: UUID, reach: Reach) -> None:
    """Raise `ShiftNotFound`, or `BeyondReach` for a shift of another location."""
    query = "SELECT location_id FROM shift WHERE shift_id = $1"
    location_id = await connection.fetchval(query, shift_id)
    if location_id is None:
        raise ShiftNotFound(f"there is no shift {shift_id}")
    reach.require(f"shift {shift_id}", location=location_id)


async def require_volunteers(
    connection: Connection, volunteer_ids: Sequence[UUID], reach: Reach
) -> None:
    """Raise `BeyondReach` if one of them works from another location.

    Who never applied is nobody's: the use case refuses that.
    """
    if reach.everything:
        return
    beyond = await connection.fetchval(VOLUNTEER_ELSEWHERE, volunteer_ids, list(reach.locations))
    if beyond is not None:
        reach.require(f"volunteer {beyond}")
