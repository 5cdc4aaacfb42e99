"""Forget absences a year after their end, and what those said who have left."""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

DELETE_ABSENCES = """
DELETE FROM absence WHERE absence_id IN (
    SELECT absence_id FROM absence JOIN volunteer USING (volunteer_id)
    WHERE last_day < current_date - interval '1 year' OR state = 'left' LIMIT $1
)
"""
DELETE_AVAILABILITY = """
DELETE FROM availability WHERE volunteer_id IN (
    SELECT volunteer_id FROM availability JOIN volunteer USING (volunteer_id)
    WHERE state = 'left' LIMIT $1
)
"""


async def forget_absences(connection: Connection) -> int:
    """Delete at most as many absences as a commit takes; return how many."""
    return changed_rows(await connection.execute(DELETE_ABSENCES, ROWS_A_COMMIT))


async def forget_availability(connection: Connection) -> int:
    """Delete at most as many usual weeks of those who left as a commit takes; return how many."""
    return changed_rows(await connection.execute(DELETE_AVAILABILITY, ROWS_A_COMMIT))
