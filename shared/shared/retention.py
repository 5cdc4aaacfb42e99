"""What is not kept for ever is forgotten every hour."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from shared.database import Connection, Database, is_away

log = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0
Retention = Callable[[Connection], Awaitable[object]]


async def forget_old_requests(connection: Connection) -> None:
    """Forget idempotent requests after a week: no client tries again for so long."""
    await connection.execute(
        "DELETE FROM idempotent_request WHERE made_at < now() - interval '7 days'"
    )


async def run_retention(database: Database, rules: Sequence[Retention]) -> None:
    """Apply a service's rules of retention, and those of the plumbing, every hour."""
    while True:
        try:
            for rule in (forget_old_requests, *rules):
                async with database.hot_commit() as connection:
                    await rule(connection)
        except Exception as error:
            if not is_away(error):
                log.exception("a rule of retention failed; it is tried again in an hour")
        await asyncio.sleep(EVERY_SECONDS)
