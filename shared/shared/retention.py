"""Retention: rows that are not kept without end are deleted every hour, in batches.

Each rule changes a bounded number of rows a commit and is called until nothing is left, so that it
never reaches the statement timeout.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from prometheus_client import Gauge

from shared.database import Connection, Database, is_away

log = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0
AGAIN_SECONDS = 60.0
ROWS_A_COMMIT = 5_000
# Changes at most ROWS_A_COMMIT rows and returns how many: 0 means that nothing is left.
Retention = Callable[[Connection], Awaitable[int]]

APPLIED = Gauge(
    "retention_applied_timestamp_seconds",
    "When a rule of retention was last applied whole",
    ["rule"],
)


async def forget_old_requests(connection: Connection) -> int:
    """Delete idempotent requests after a week: no client retries for so long."""
    return changed_rows(
        await connection.execute(
            "DELETE FROM idempotent_request WHERE key_hash IN (SELECT key_hash"
            " FROM idempotent_request WHERE made_at < now() - interval '7 days' LIMIT $1)",
            ROWS_A_COMMIT,
        )
    )


def changed_rows(status: str) -> int:
    """Return the number in PostgreSQL's command tag: `DELETE 12` -> 12."""
    return int(status.rpartition(" ")[2])


async def run_retention(database: Database, rules: Sequence[Retention]) -> None:
    """Apply a service's rules of retention, and the shared ones, every hour."""
    applied = (forget_old_requests, *rules)
    for rule in applied:
        # Counted from the start, so that a rule that never succeeds raises the alert too.
        APPLIED.labels(_name(rule)).set(time.time())
    while True:
        succeeded = [await apply(database, rule) for rule in applied]
        await asyncio.sleep(EVERY_SECONDS if all(succeeded) else AGAIN_SECONDS)


async def apply(database: Database, rule: Retention) -> bool:
    """Apply one rule until nothing is left; return whether it succeeded."""
    try:
        changed = 1
        while changed:
            async with database.commit() as connection:
                changed = await rule(connection)
    except Exception as error:
        log.log(
            logging.WARNING if is_away(error) else logging.ERROR,
            "a rule of retention could not be applied: all are tried again in a minute",
            exc_info=error,
            extra={"fields": {"rule": _name(rule)}},
        )
        return False
    APPLIED.labels(_name(rule)).set(time.time())
    return True


def _name(rule: Retention) -> str:
    return getattr(rule, "__name__", "rule")
