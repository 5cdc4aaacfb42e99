"""Which mandates are within reach: of a volunteer of one's locations, or for such a location."""

from uuid import UUID

from shared.database import Connection
from shared.reach import Reach
from shared.refusals import Refusal

SELECT_LOCATION_OF_VOLUNTEER = """
SELECT location_id FROM volunteer WHERE volunteer_id = $1 FOR NO KEY UPDATE
"""
SELECT_LOCATION = "SELECT location_id FROM location WHERE location_id = $1"


class NobodyToActFor(Refusal):
    """There is no such volunteer, or no such location."""


async def require_mandate(
    connection: Connection, volunteer_id: UUID | None, location_id: UUID | None, reach: Reach
) -> None:
    """Raise `NobodyToActFor`, or `BeyondReach` for whom or where the caller does not work."""
    if volunteer_id is not None:
        where = await connection.fetchval(SELECT_LOCATION_OF_VOLUNTEER, volunteer_id)
        what = f"volunteer {volunteer_id}"
    else:
        where = await connection.fetchval(SELECT_LOCATION, location_id)
        what = f"location {location_id}"
    if where is None:
        raise NobodyToActFor(f"there is no {what}: give the id of one that there is")
    reach.require(what, location=where)
