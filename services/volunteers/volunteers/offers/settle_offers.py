"""Close offers that nobody answered in time, and those that can no longer be accepted."""

from datetime import datetime

from shared.database import Database

# What was changed below this room, a shift that was cancelled or filled or a volunteer who
# paused or left, is followed here: meanwhile accepting is refused by the rules of places.
# A row that somebody is answering is skipped, so that this never waits in the order of locks.
SETTLE = """
WITH over AS (
    SELECT offer_id, CASE WHEN shift.cancelled_at IS NOT NULL OR shift.filled >= shift.needed
        THEN 'withdrawn' ELSE 'lapsed' END AS becomes
    FROM offer JOIN shift USING (shift_id) JOIN volunteer USING (volunteer_id)
    WHERE offer.state = 'open' AND (offer.expires_at <= $1 OR shift.cancelled_at IS NOT NULL
        OR shift.filled >= shift.needed OR shift.ends_at <= $1
        OR volunteer.state IN ('suspended', 'left')
        OR volunteer.state = 'paused' AND COALESCE(paused_until >= shift.day, true))
    ORDER BY offer_id LIMIT 5000 FOR UPDATE OF offer SKIP LOCKED
)
UPDATE offer SET state = over.becomes, answered_at = $1 FROM over
WHERE offer.offer_id = over.offer_id
"""


async def settle_offers(database: Database, now: datetime) -> None:
    """Lapse or withdraw at most 5,000 open offers, in one commit."""
    async with database.commit() as connection:
        await connection.execute(SETTLE, now)
