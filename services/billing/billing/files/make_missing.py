"""Make the files of what was issued, in the background of every process.

Two processes never take the same documents: each locks their rows of `delivery`, of which every
document has one, and skips what another has locked.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from shared.database import Database, is_away

from billing.files.make_files import make_files_of

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 2.0
# The lock is held while they are made: a few, so that it is not held for long. At random, so that
# those that cannot be made do not keep the others from it.
TAKE_MISSING = """
SELECT d.number FROM delivery d
WHERE NOT EXISTS (SELECT FROM document_file f WHERE f.number = d.number AND f.format = 'pdf')
ORDER BY random() LIMIT 8 FOR UPDATE SKIP LOCKED
"""


def making(
    every_seconds: float = LOOK_EVERY_SECONDS,
) -> Callable[[Database], Coroutine[Any, Any, None]]:
    """Return the task that makes missing files: batch after batch, then a look now and then."""

    async def run(database: Database) -> None:
        while True:
            try:
                while await make_missing(database):
                    pass
            except Exception as error:
                if not is_away(error):
                    log.exception("files of documents could not be made: they are tried again")
            await asyncio.sleep(every_seconds)

    return run


async def make_missing(database: Database) -> int:
    """Make the files of a few documents that have no PDF; return of how many."""
    async with database.commit() as connection:
        numbers = [row["number"] for row in await connection.fetch(TAKE_MISSING)]
        made = await make_files_of(database, numbers)
    for number, one in made.items():
        for name, refusal in one.refused.items():
            log.warning("%s was not made as %s: %s", number, name, refusal.code())
    return len(numbers)
