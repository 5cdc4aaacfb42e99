"""Forget forecasts after two years, but for the newest one."""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

DELETE = """
DELETE FROM forecast WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM forecast
    WHERE made_on < least(current_date - 730, (SELECT max(made_on) FROM forecast)) LIMIT $1
))
"""


async def forget_forecasts(connection: Connection) -> int:
    """Delete what was said two years ago or more; how it came out stays, by the week.

    The newest one is kept however old it is: it is what the page shows.
    """
    return changed_rows(await connection.execute(DELETE, ROWS_A_COMMIT))
