"""The cool-downs within a reviewer's reach."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.reach import Reach

from contacts.misuse.rules import SHOWN_FOR
from contacts.misuse.views import CoolDownView

# A suspended mentor reviews nothing.
FIND_MENTORED = """
SELECT location_id FROM listener WHERE volunteer_id = $1 AND role = 'mentor' AND NOT suspended
"""
LIST_COOL_DOWNS = """
SELECT cool_down.*, location.name AS location_name
FROM cool_down LEFT JOIN location USING (location_id)
WHERE ($1 OR location_id = ANY ($2::uuid[]) OR asked_by = $3)
    AND (review IS NULL OR set_at > $4)
ORDER BY set_at DESC, cool_down_id
"""


async def reviewed_locations(connection: Connection, reach: Reach) -> frozenset[UUID]:
    """Return the locations of a coordinator, and that of a mentor."""
    mentored = await connection.fetchval(FIND_MENTORED, reach.person) if reach.person else None
    return reach.locations | ({mentored} if mentored else set())


async def list_cool_downs(
    connection: Connection, reach: Reach, now: datetime
) -> list[CoolDownView]:
    """Return those that are not reviewed, and all of the last seven days; the newest first."""
    locations = await reviewed_locations(connection, reach)
    rows = await connection.fetch(
        LIST_COOL_DOWNS, reach.everything, sorted(locations), reach.person, now - SHOWN_FOR
    )
    return [_view(row, reach, locations, now) for row in rows]


def _view(
    row: Mapping[str, Any], reach: Reach, locations: frozenset[UUID], now: datetime
) -> CoolDownView:
    reviews = reach.everything or row["location_id"] in locations
    return CoolDownView(
        cool_down_id=row["cool_down_id"],
        location_id=row["location_id"],
        location_name=row["location_name"],
        reason=row["reason"],
        since=row["set_at"],
        until=row["until"],
        review=row["review"],
        holds=row["until"] > now and row["review"] != "lifted",
        may_review=reviews and row["review"] is None and row["asked_by"] != reach.person,
    )
