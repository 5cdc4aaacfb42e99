"""Forget who was at the desk after a year."""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

DELETE = """
DELETE FROM presence WHERE (shift_id, volunteer_id) IN (
    SELECT shift_id, volunteer_id FROM presence WHERE first_at < now() - interval '1 year' LIMIT $1
)
"""


async def forget_presence(connection: Connection) -> int:
    """Delete at most as many rows as a commit takes; return how many."""
    return changed_rows(await connection.execute(DELETE, ROWS_A_COMMIT))
