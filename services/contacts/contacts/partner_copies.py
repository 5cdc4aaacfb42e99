"""The partners' own copies: made in the commit of what they tell, let go on the minute.

The broker notes to the nanosecond when it takes a message, and whoever reads may look at a
clock: two partners to whom one person was referred within a second could find that out. So copies
wait here, and all of them leave at the next whole minute, in the order of their random ids: when
a copy comes, and after which other, tells no more than the minute that stands in it.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any
from uuid import UUID

from faststream.nats import NatsBroker
from shared.database import Connection, Database, is_away
from shared.events.envelope import Event
from shared.outbox import outbox_row

log = logging.getLogger(__name__)

# One partner after the other: were theirs to alternate, the order would pair them again.
RELEASE = """
WITH released AS (DELETE FROM partner_copy RETURNING event_id, subject, headers, data)
INSERT INTO outbox (event_id, subject, headers, data)
SELECT event_id, subject, headers, data FROM released
ORDER BY split_part(subject, '.', 2), event_id
"""


async def keep_copy(
    connection: Connection, copy: Event, *, copy_id: UUID, version: int, now: datetime
) -> None:
    """Keep a partner's copy in the connection's commit; it leaves with the next release."""
    await connection.execute(
        "INSERT INTO partner_copy (event_id, subject, headers, data) VALUES ($1, $2, $3, $4)",
        *outbox_row(copy, aggregate_id=copy_id, version=version, now=now),
    )


async def release_copies(connection: Connection) -> None:
    """Put all copies that wait into the outbox."""
    await connection.execute(RELEASE)


def releasing(
    every_seconds: int,
) -> Callable[[Database, NatsBroker], Coroutine[Any, Any, None]]:
    """Return the task that releases copies at each multiple of `every_seconds` of the clock.

    With several processes the first one finds them, and the others nothing.
    """

    async def run(database: Database, _broker: NatsBroker) -> None:
        while True:
            await asyncio.sleep(every_seconds - time.time() % every_seconds)
            try:
                async with database.commit() as connection:
                    await release_copies(connection)
            except Exception as error:
                if not is_away(error):
                    log.exception("the partners' copies could not leave: tried at the next mark")

    return run
