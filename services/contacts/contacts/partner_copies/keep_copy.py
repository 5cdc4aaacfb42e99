"""Keep a partner's copy, in the commit of what it tells."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.envelope import Event
from shared.outbox import outbox_row

INSERT_COPY = """
INSERT INTO partner_copy (event_id, subject, headers, data) VALUES ($1, $2, $3, $4)
"""


async def keep_copy(
    connection: Connection, copy: Event, *, copy_id: UUID, version: int, now: datetime
) -> None:
    """Keep a partner's copy in the connection's commit; the next release sends it."""
    await connection.execute(
        INSERT_COPY,
        *outbox_row(copy, aggregate_id=copy_id, version=version, now=now),
    )
