"""Forget who waited and who stood by, 30 days after the shift."""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

DELETE_WAITING = """
DELETE FROM waiting_place WHERE (shift_id, volunteer_id) IN (
    SELECT shift_id, volunteer_id FROM waiting_place JOIN shift USING (shift_id)
    WHERE ends_at < now() - interval '30 days' LIMIT $1
)
"""
DELETE_STANDBY = """
DELETE FROM standby WHERE (shift_id, volunteer_id) IN (
    SELECT shift_id, volunteer_id FROM standby JOIN shift USING (shift_id)
    WHERE ends_at < now() - interval '30 days' LIMIT $1
)
"""


async def forget_waiting(connection: Connection) -> int:
    """Delete at most as many places on waiting lists as a commit takes; return how many."""
    return changed_rows(await connection.execute(DELETE_WAITING, ROWS_A_COMMIT))


async def forget_standby(connection: Connection) -> int:
    """Delete at most as many who stood by as a commit takes; return how many."""
    return changed_rows(await connection.execute(DELETE_STANDBY, ROWS_A_COMMIT))
