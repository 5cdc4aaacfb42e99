"""Forget notices 30 days after they were due."""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

DELETE = """
DELETE FROM notice WHERE notice_id IN (
    SELECT notice_id FROM notice WHERE due_at < now() - interval '30 days' LIMIT $1
)
"""


async def forget_notices(connection: Connection) -> int:
    """Delete at most as many rows as a commit takes; return how many."""
    return changed_rows(await connection.execute(DELETE, ROWS_A_COMMIT))
