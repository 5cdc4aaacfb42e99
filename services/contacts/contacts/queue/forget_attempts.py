"""Forget attempts two days after their end: what is kept of them stands elsewhere by then.

A contact, or a missed attempt, keeps what the house needs. One that is not registered yet stays,
and its exact times are cut to the quarter hour after 90 days, as those of contacts are.
"""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

from contacts.clock.clock import Clock
from contacts.registration.rules import EXACT_FOR

KEPT_FOR_HOURS = 48
DELETE_OLD = f"""
DELETE FROM attempt WHERE attempt_id = ANY (ARRAY(
    SELECT attempt_id FROM attempt
    WHERE state NOT IN ('waiting', 'offered', 'answered', 'ended')
        AND arrived_at < $1::timestamptz - interval '{KEPT_FOR_HOURS} hours'
    ORDER BY arrived_at LIMIT {ROWS_A_COMMIT} FOR UPDATE SKIP LOCKED
))
"""  # noqa: S608
CUT_OLD = f"""
UPDATE attempt SET arrived_at = date_bin('15 min', arrived_at, 'epoch'),
    answered_at = date_bin('15 min', answered_at, 'epoch'),
    ended_at = date_bin('15 min', ended_at, 'epoch')
WHERE attempt_id = ANY (ARRAY(
    SELECT attempt_id FROM attempt
    WHERE state = 'ended' AND arrived_at < $1::timestamptz - interval '{EXACT_FOR.days} days'
        AND arrived_at <> date_bin('15 min', arrived_at, 'epoch')
    ORDER BY arrived_at LIMIT {ROWS_A_COMMIT} FOR UPDATE SKIP LOCKED
))
"""  # noqa: S608


async def forget_attempts(connection: Connection) -> int:
    """Delete or cut a batch of old attempts; return how many. It is repeated until none was.

    Their times are of the clock, and so is their age.
    """
    clock = Clock()
    await clock.read(connection)
    now = clock.now()
    deleted = changed_rows(await connection.execute(DELETE_OLD, now))
    return deleted + changed_rows(await connection.execute(CUT_OLD, now))
