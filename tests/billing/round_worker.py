"""A process that works on the round of 2016 until it is killed or done; one change in ten fails.

`python -m tests.billing.round_worker <database url>`. It handles both events again and again, as
a redelivery does, works on open items, and credits a cent of an invoice now and then.
"""

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

from billing.invoices.commands import CreditInvoice, CreditLine
from billing.invoices.credit_invoice import credit_invoice
from billing.invoices.draft_invoices import draft_invoices
from billing.invoices.issue_rounds import issue_open_items
from shared.database import Connection, Database, is_away
from shared.refusals import Refusal

CENT = CreditInvoice(lines=[CreditLine(line=1, amount="0.01")])
IS_DONE = "SELECT count(*) = 0 FROM invoice_run WHERE finished_at IS NULL"
ANY_INVOICE = "SELECT number FROM document WHERE kind = 'invoice' ORDER BY random() LIMIT 1"


class RolledBack(Exception):
    """A change that failed at its very end."""


class Reluctant(Database):
    """A database that refuses one commit in ten."""

    @asynccontextmanager
    async def commit(self) -> AsyncIterator[Connection]:
        async with super().commit() as connection:
            yield connection
            if random.random() < 0.1:
                raise RolledBack


async def work(database: Database) -> None:
    """Work until the round is done, whatever fails."""
    done = False
    while not done:
        try:
            await handle_both_events(database)
            await issue_open_items(database)
            await credit_a_cent(database)
            async with database.commit() as connection:
                done = await connection.fetchval(IS_DONE)
        except RolledBack:
            continue
        except Exception as error:
            if not is_away(error):
                raise


async def handle_both_events(database: Database) -> None:
    """Note what is owed three times, as when each event is delivered three times."""
    for _ in range(3):
        async with database.commit() as connection:
            await draft_invoices(connection, years=[2016])


async def credit_a_cent(database: Database) -> None:
    """Credit a cent of some invoice, if there is one that has it left."""
    async with database.commit() as connection:
        number = await connection.fetchval(ANY_INVOICE)
        if number:
            with suppress(Refusal):
                await credit_invoice(connection, number, CENT, datetime.now(UTC))


async def main() -> None:
    """Be the worker."""
    database = Reluctant(sys.argv[1])
    await work(database)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main())
