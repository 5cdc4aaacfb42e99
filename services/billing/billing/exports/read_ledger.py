"""Read the ledger of a year: its opening, its customers, and its entries as a stream."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from shared.database import Connection
from shared.refusals import NotFound

from billing.ledger.rules import Account, Source

ROWS_AT_ONCE = 1_000
SELECT_OPENING = """
SELECT CASE WHEN account = 'revenue' THEN 'result' ELSE account END AS account,
    sum(amount) AS amount
FROM ledger_posting JOIN ledger_entry USING (entry_id)
WHERE day < $1 GROUP BY 1 HAVING sum(amount) <> 0 ORDER BY 1
"""
SELECT_TOTALS = """
SELECT count(*) AS lines, coalesce(sum(amount) FILTER (WHERE amount > 0), 0.00) AS debit,
    coalesce(-sum(amount) FILTER (WHERE amount < 0), 0.00) AS credit
FROM ledger_posting JOIN ledger_entry USING (entry_id) WHERE day BETWEEN $1 AND $2
"""
SELECT_CUSTOMERS = """
SELECT DISTINCT ON (d.payer) d.payer AS party, d.buyer ->> 'name' AS name,
    d.buyer ->> 'kvk' AS kvk, d.buyer ->> 'vat_number' AS vat_number
FROM document d
WHERE d.number IN (SELECT number FROM ledger_posting JOIN ledger_entry USING (entry_id)
    WHERE number IS NOT NULL AND day BETWEEN $1 AND $2)
ORDER BY d.payer, d.issued_at DESC
"""
# An entry of a document is known by its number, one of money by the bank's reference.
SELECT_LINES = """
SELECT e.source, e.entry_id, e.day, p.place, p.account, p.number, p.amount, d.payer,
    coalesce(b.bank_reference, e.source_id) AS reference
FROM ledger_entry e JOIN ledger_posting p USING (entry_id)
LEFT JOIN document d ON d.number = p.number
LEFT JOIN allocation a ON e.source = 'allocation' AND a.allocation_id::text = e.source_id
LEFT JOIN bank_entry b ON e.source IN ('allocation', 'payment')
    AND b.bank_entry_id::text = coalesce(a.bank_entry_id::text, e.source_id)
WHERE e.day BETWEEN $1 AND $2
ORDER BY array_position(ARRAY['invoice', 'credit_note', 'payment', 'allocation'], e.source),
    e.day, e.posted_at, e.entry_id, p.place
"""


class NothingPosted(NotFound):
    """Nothing was posted in the year, or before it."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many lines a year has, and the sums of both sides, which are equal."""

    lines: int
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True, slots=True)
class Customer:
    """Who was invoiced, as on the newest document."""

    party: str
    name: str
    kvk: str | None
    vat_number: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A posting with its entry: a debit is positive.

    `reference` is the document's number, or the bank's reference.
    """

    source: Source
    entry_id: str
    day: date
    place: int
    account: Account
    number: str | None
    amount: Decimal
    payer: str | None
    reference: str


def days_of(year: int) -> tuple[date, date]:
    """Return the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


async def read_totals(connection: Connection, year: int) -> Totals:
    """Return the sums of a year; raises `NothingPosted`."""
    row = await connection.fetchrow(SELECT_TOTALS, *days_of(year))
    assert row is not None
    if row["lines"] == 0:
        raise NothingPosted(f"nothing was posted in {year}")
    return Totals(**row)


async def read_opening(
    connection: Connection, year: int
) -> Sequence[tuple[Account | Literal["result"], Decimal]]:
    """Return what is on the accounts when a year begins; revenue of before is the result."""
    rows = await connection.fetch(SELECT_OPENING, date(year, 1, 1))
    return [(row["account"], row["amount"]) for row in rows]


async def read_customers(connection: Connection, year: int) -> Sequence[Customer]:
    """Return who has a receivable in the entries of a year, by code."""
    return [Customer(**row) for row in await connection.fetch(SELECT_CUSTOMERS, *days_of(year))]


async def read_lines(connection: Connection, year: int) -> AsyncIterator[Line]:
    """Yield the postings of a year by journal, day and entry; memory is that of a batch."""
    async with connection.transaction(readonly=True):
        found: Any = connection.cursor(SELECT_LINES, *days_of(year), prefetch=ROWS_AT_ONCE)
        async for row in found:
            yield Line(**(dict(row) | {"entry_id": str(row["entry_id"])}))
