"""Review a cool-down: uphold it, or lift it at once."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.reach import BeyondReach, Reach
from shared.refusals import NotFound

from contacts.misuse.queries import reviewed_locations
from contacts.misuse.rules import Review, check_review

LOCK_COOL_DOWN = """
SELECT asked_by, location_id, review FROM cool_down WHERE cool_down_id = $1 FOR UPDATE
"""
KEEP_REVIEW = """
UPDATE cool_down SET review = $2, reviewed_by = $3, reviewed_at = $4 WHERE cool_down_id = $1
"""


class NoSuchCoolDown(NotFound):
    """No cool-down has this id, or it is long over."""


async def review_cool_down(
    connection: Connection, cool_down_id: UUID, review: Review, reach: Reach, now: datetime
) -> None:
    """Keep the review; the caller of one that is lifted reaches a listener at once.

    The same review again changes nothing. Raises NoSuchCoolDown, BeyondReach, OwnCoolDown,
    CoolDownReviewed.
    """
    row = await connection.fetchrow(LOCK_COOL_DOWN, cool_down_id)
    if row is None:
        raise NoSuchCoolDown("there is no such cool-down: it may be over since long")
    locations = await reviewed_locations(connection, reach)
    is_theirs = reach.is_own(row["asked_by"])
    if not (is_theirs or reach.everything or row["location_id"] in locations):
        raise BeyondReach("this cool-down is of a location that is not yours to review")
    check_review(row["asked_by"], reach.person, row["review"], review)
    if row["review"] is None:
        await connection.execute(KEEP_REVIEW, cool_down_id, review, reach.person, now)
