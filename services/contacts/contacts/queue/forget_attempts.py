"""Forget attempts two days after their end: what is kept of them stands elsewhere by then.

A contact, or a missed attempt, keeps what the house needs. One that is not registered yet stays.
"""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

KEPT_FOR_HOURS = 48
DELETE_OLD = f"""
DELETE FROM attempt WHERE attempt_id = ANY (ARRAY(
    SELECT attempt_id FROM attempt
    WHERE state NOT IN ('waiting', 'offered', 'answered', 'ended')
        AND arrived_at < now() - interval '{KEPT_FOR_HOURS} hours'
    ORDER BY arrived_at LIMIT {ROWS_A_COMMIT} FOR UPDATE SKIP LOCKED
))
"""  # noqa: S608


async def forget_attempts(connection: Connection) -> int:
    """Delete a batch of old attempts; return how many. The caller repeats it until none was."""
    return changed_rows(await connection.execute(DELETE_OLD))
