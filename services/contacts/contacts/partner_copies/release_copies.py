"""Release the partners' copies: all that wait, together, at each whole minute.

The broker stamps each message to the nanosecond, and a reader has a clock: two partners to whom
one person was referred within a second could find that out. So copies wait here, and all of them
are released at the next whole minute, in the order of their random ids: neither the time nor the
order of their arrival tells more than that minute.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

from faststream.nats import NatsBroker
from shared.database import Connection, Database, is_away

log = logging.getLogger(__name__)

# One partner after the other: if partners alternated, the order would pair their copies.
MOVE_COPIES_TO_OUTBOX = """
WITH released AS (DELETE FROM partner_copy RETURNING event_id, subject, headers, data)
INSERT INTO outbox (event_id, subject, headers, data)
SELECT event_id, subject, headers, data FROM released
ORDER BY split_part(subject, '.', 2), event_id
"""


async def release_copies(connection: Connection) -> None:
    """Put all copies that wait into the outbox."""
    await connection.execute(MOVE_COPIES_TO_OUTBOX)


def releasing(
    every_seconds: int,
) -> Callable[[Database, NatsBroker], Coroutine[Any, Any, None]]:
    """Return the task that releases copies at each multiple of `every_seconds` of the clock.

    With several processes, the first one moves all rows and the others find none.
    """

    async def run(database: Database, _broker: NatsBroker) -> None:
        while True:
            await asyncio.sleep(every_seconds - time.time() % every_seconds)
            try:
                async with database.commit() as connection:
                    await release_copies(connection)
            except Exception as error:
                if not is_away(error):
                    log.exception(
                        "the partners' copies could not be released: next try at the next mark"
                    )

    return run
