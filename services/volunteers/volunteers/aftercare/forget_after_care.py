"""Forget after-care a year after the contact."""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

DELETE = """
DELETE FROM after_care WHERE contact_id IN (
    SELECT contact_id FROM after_care WHERE contact_day < current_date - 365 LIMIT $1
)
"""


async def forget_after_care(connection: Connection) -> int:
    """Delete at most as many rows as a commit takes; return how many."""
    return changed_rows(await connection.execute(DELETE, ROWS_A_COMMIT))
