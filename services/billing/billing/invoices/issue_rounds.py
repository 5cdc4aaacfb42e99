"""Work on rounds of invoices, in every process: take an open item, issue its documents, go on.

One contract's documents and what became of its item are one commit. Who is killed in between
leaves the item open, and another process, or the next, takes it. A contract that is refused is
recorded, and the round goes on.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from shared.database import Connection, Database, is_away
from shared.refusals import Refusal

from billing.invoices.bill_contract import bill_contract
from billing.invoices.rules.rounds import not_billed

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 5.0
RETRY_SECONDS = 1.0
# Two processes never take the same item, and none waits for the other.
TAKE_ITEM = """
SELECT i.run_id, i.contract_id, r.year
FROM invoice_run_item i JOIN invoice_run r USING (run_id)
WHERE i.state = 'open' AND r.finished_at IS NULL
ORDER BY r.started_at, i.place LIMIT 1 FOR UPDATE OF i SKIP LOCKED
"""
CLOSE_ITEM = """
UPDATE invoice_run_item SET state = $3, refusal = $4, detail = $5, numbers = $6
WHERE run_id = $1 AND contract_id = $2
"""
FINISH_ROUNDS = """
UPDATE invoice_run r SET finished_at = clock_timestamp() WHERE finished_at IS NULL
AND NOT EXISTS (SELECT FROM invoice_run_item i WHERE i.run_id = r.run_id AND i.state = 'open')
"""


def issuing(
    begun: asyncio.Event, every_seconds: float = LOOK_EVERY_SECONDS
) -> Callable[[Database], Coroutine[Any, Any, None]]:
    """Return the task that works on rounds; it looks at once when `begun` is set."""

    async def run(database: Database) -> None:
        while True:
            begun.clear()
            try:
                await issue_open_items(database)
            except Exception as error:
                if not is_away(error):
                    log.exception("a round of invoices could not go on: next try in a second")
                await asyncio.sleep(RETRY_SECONDS)
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(begun.wait(), every_seconds)

    return run


async def issue_open_items(database: Database) -> None:
    """Issue item after item until none is left to take, and finish the rounds that are done."""
    while await _issue_next(database):
        pass
    async with database.commit() as connection:
        await connection.execute(FINISH_ROUNDS)


async def _issue_next(database: Database) -> bool:
    """Issue what the next item's contract owes; return whether there was an item."""
    async with database.commit() as connection:
        item = await connection.fetchrow(TAKE_ITEM)
        if item is None:
            return False
        run_id, contract_id, year = item
        try:
            async with connection.transaction():
                numbers = await bill_contract(connection, contract_id, year, datetime.now(UTC))
        except Refusal as refusal:
            await _close(connection, run_id, contract_id, refusal=refusal)
        except Exception as error:
            if is_away(error):
                raise
            # Tried again and again it would keep all others waiting.
            log.exception("a contract could not be billed, by a mistake of ours")
            await _close(connection, run_id, contract_id, refusal=not_billed())
        else:
            await _close(connection, run_id, contract_id, numbers=numbers)
    return True


async def _close(
    connection: Connection, run_id: UUID, contract_id: UUID, *,
    numbers: list[str] | None = None, refusal: Refusal | None = None,
) -> None:  # fmt: skip
    state = "refused" if refusal else "issued" if numbers else "nothing_owed"
    await connection.execute(
        CLOSE_ITEM, run_id, contract_id, state, refusal.code() if refusal else None,
        refusal.detail if refusal else None, orjson.dumps(numbers or []).decode(),
    )  # fmt: skip
