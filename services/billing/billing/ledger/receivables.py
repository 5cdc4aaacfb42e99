"""What is open of invoices by the ledger, and the order of what happens to one.

Whoever changes what is open of an invoice (allocates money, credits, reminds) first takes one lock:
what it reads then holds until its commit, and the versions of an invoice's events rise. One lock
for all invoices, as a bank file touches 100,000 of them.
"""

from collections.abc import Sequence
from decimal import Decimal

from shared.database import Connection

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('receivables', 0))"
SELECT_OPEN = """
SELECT number, sum(amount) AS open FROM ledger_posting
WHERE account = 'receivable' AND number = ANY ($1) GROUP BY number
"""
# Neither is ever deleted, so that a version is never given again. invoice_issued has version 1.
SELECT_VERSIONS = """
SELECT number, 2 + (SELECT count(*) FROM allocation a WHERE a.number = given.number)
    + (SELECT count(*) FROM reminder r WHERE r.number = given.number) AS version
FROM unnest($1::text[]) AS given (number)
"""


async def lock_receivables(connection: Connection) -> None:
    """Wait for whoever else changes what is open of invoices; held until the commit."""
    await connection.execute(LOCK)


async def open_of_invoices(connection: Connection, numbers: Sequence[str]) -> dict[str, Decimal]:
    """Return what is open of invoices in euros, by number; below zero, too much was paid."""
    rows = await connection.fetch(SELECT_OPEN, numbers)
    return {row["number"]: row["open"] for row in rows}


async def next_versions(connection: Connection, numbers: Sequence[str]) -> dict[str, int]:
    """Return the version of the next event of each invoice: `payment_received`, `invoice_overdue`.

    Under the lock of `lock_receivables`, and before the allocation or the reminder is kept.
    """
    rows = await connection.fetch(SELECT_VERSIONS, numbers)
    return {row["number"]: row["version"] for row in rows}


async def next_version(connection: Connection, number: str) -> int:
    """Return the version of the next event of one invoice, as `next_versions` does."""
    return (await next_versions(connection, [number]))[number]
