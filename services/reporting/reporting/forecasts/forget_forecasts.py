"""Forget forecasts after two years."""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

DELETE = """
DELETE FROM forecast WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM forecast WHERE made_on < current_date - 730 LIMIT $1
))
"""


async def forget_forecasts(connection: Connection) -> int:
    """Delete what was said two years ago or more; how it came out stays, by the week."""
    return changed_rows(await connection.execute(DELETE, ROWS_A_COMMIT))
