"""Keep what asking for holes led to."""

from datetime import datetime

from shared.database import Database

from volunteers.risks.rules import MOST_WAVES

# A hole is told 72 hours before its shift at most, so that the last four days have them all.
# Offers between this telling of a hole and the next are its. A place that falls free again begins
# the waves of the newest telling anew.
COUNT = """
WITH known AS (
    SELECT risk.shift_id, risk.hours, told_at, starts_at, cancelled_at IS NULL
            AND filled >= needed AS is_full, filled < needed AND cancelled_at IS NULL AS has_holes,
        lead(told_at, 1, 'infinity') OVER (PARTITION BY risk.shift_id ORDER BY told_at) AS until
    FROM risk JOIN shift USING (shift_id) WHERE starts_at > $1::timestamptz - interval '1 day'
        AND told_at > $1::timestamptz - interval '4 days' AND told_at <= $1
), counted AS (
    SELECT known.*, (SELECT count(*) FROM offer WHERE offer.shift_id = known.shift_id
        AND reason = 'at_risk' AND state = 'accepted' AND made_at >= told_at AND made_at < until)
        AS taken
    FROM known
)
UPDATE risk SET accepted = taken,
    filled_at = CASE WHEN is_full THEN COALESCE(filled_at, $1)
        WHEN has_holes AND until = 'infinity' THEN NULL ELSE filled_at END,
    next_wave_at = CASE WHEN NOT has_holes THEN NULL
        WHEN filled_at IS NOT NULL AND until = 'infinity' AND starts_at > $1 AND waves < $2
        THEN $1 ELSE next_wave_at END
FROM counted
WHERE risk.shift_id = counted.shift_id AND risk.hours = counted.hours
    AND (accepted <> taken OR is_full AND filled_at IS NULL OR filled_at IS NOT NULL AND has_holes
        OR NOT has_holes AND next_wave_at IS NOT NULL)
"""


async def count_answers(database: Database, now: datetime) -> None:
    """Count the answers of holes whose shifts are to come, or began within the last day."""
    async with database.commit() as connection:
        await connection.execute(COUNT, now, MOST_WAVES)
