"""Open a prepared line: whoever comes by it is of its surge, and listeners are called for."""

from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection
from shared.outbox import record

from contacts.surges.prepare_line import lock_line
from contacts.surges.told import declared
from contacts.surges.views import SurgeView

FIND_OPEN = "SELECT * FROM surge WHERE line_id = $1 AND until IS NULL"
INSERT_SURGE = """
INSERT INTO surge (surge_id, line_id, slug, region, kind, number, listeners_wanted, since, version)
SELECT $2, line_id, slug, region, kind, number, listeners_wanted, $3, 1
FROM surge_line WHERE line_id = $1 RETURNING *
"""


async def open_surge(connection: Connection, line_id: UUID, now: datetime) -> SurgeView:
    """Open a line -> `surge_declared`; return its surge. One that is open stays as it is.

    Of two who open it at once, the second finds it open. Raises NoSuchSurgeLine.
    """
    await lock_line(connection, line_id)
    row = await connection.fetchrow(FIND_OPEN, line_id)
    if row is None:
        row = await connection.fetchrow(INSERT_SURGE, line_id, uuid4(), now)
        assert row is not None
        await record(connection, declared(row, now))
    return SurgeView(**row)
