"""Reads of bank statements and their entries."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.http import Page

from billing.payments.rules import NoSuchBankEntry
from billing.payments.views import BankEntryView, BankStatementView

SELECT_STATEMENTS = """
SELECT s.statement_id, s.bank_id, s.iban, s.from_day AS from_, s.until_day AS until, s.opening,
    s.closing, s.imported_at, count(e.*) AS entries,
    count(e.*) FILTER (WHERE e.open <> 0) AS open_entries, coalesce(sum(e.open), 0.00) AS open
FROM {statements} s LEFT JOIN bank_entry e USING (statement_id)
GROUP BY s.statement_id, s.bank_id, s.iban, s.from_day, s.until_day, s.opening, s.closing,
    s.imported_at
ORDER BY s.until_day DESC, s.statement_id DESC
"""
OF_IDS = SELECT_STATEMENTS.format(
    statements="(SELECT * FROM bank_statement WHERE statement_id = ANY ($1))"
)
LISTED = SELECT_STATEMENTS.format(
    statements="""(
    SELECT * FROM bank_statement
    WHERE $1::uuid IS NULL OR (until_day, statement_id) <
        (SELECT until_day, statement_id FROM bank_statement WHERE statement_id = $1)
    ORDER BY until_day DESC, statement_id DESC LIMIT $2
)"""
)
SELECT_ENTRIES = """
SELECT e.bank_entry_id, e.statement_id, e.bank_reference, e.booked_on, e.amount, e.open,
    e.reference, e.remittance, e.counterparty, coalesce((
        SELECT json_agg(json_build_object('allocation_id', a.allocation_id, 'number', a.number,
            'amount', a.amount::text, 'by', a.by, 'allocated_at', a.allocated_at)
            ORDER BY a.allocated_at, a.allocation_id)
        FROM allocation a WHERE a.bank_entry_id = e.bank_entry_id), '[]')::text AS allocations
FROM bank_entry e
"""
ENTRY = f"{SELECT_ENTRIES} WHERE e.bank_entry_id = $1"
ENTRIES = f"""{SELECT_ENTRIES}
WHERE ($1::uuid IS NULL OR (e.booked_on, e.bank_entry_id) >
        (SELECT booked_on, bank_entry_id FROM bank_entry WHERE bank_entry_id = $1))
    AND ($3::uuid IS NULL OR e.statement_id = $3) AND (NOT $4 OR e.open <> 0)
ORDER BY e.booked_on, e.bank_entry_id LIMIT $2
"""  # noqa: S608 (a constant)


async def read_statements(connection: Connection, ids: Sequence[UUID]) -> list[BankStatementView]:
    """Return these statements, the newest first."""
    return [BankStatementView(**row) for row in await connection.fetch(OF_IDS, ids)]


async def list_statements(
    connection: Connection, cursor: UUID | None, limit: int
) -> Page[BankStatementView]:
    """List statements, the newest first; `cursor` is the id of the last of the page before."""
    rows = await connection.fetch(LISTED, cursor, limit + 1)
    items = [BankStatementView(**row) for row in rows[:limit]]
    following = str(items[-1].statement_id) if len(rows) > limit else None
    return Page(items=items, next_cursor=following)


async def list_entries(
    connection: Connection, cursor: UUID | None, limit: int, *, statement: UUID | None,
    only_open: bool,
) -> Page[BankEntryView]:  # fmt: skip
    """List entries by day: of all statements or of one, all or what is not allocated."""
    rows = await connection.fetch(ENTRIES, cursor, limit + 1, statement, only_open)
    items = [_entry(row) for row in rows[:limit]]
    following = str(items[-1].bank_entry_id) if len(rows) > limit else None
    return Page(items=items, next_cursor=following)


async def read_entry(connection: Connection, bank_entry_id: UUID) -> BankEntryView:
    """Return one entry; raises `NoSuchBankEntry`."""
    row = await connection.fetchrow(ENTRY, bank_entry_id)
    if row is None:
        raise NoSuchBankEntry("There is no such entry of a bank statement.")
    return _entry(row)


def _entry(row: Any) -> BankEntryView:
    return BankEntryView(**(dict(row) | {"allocations": json.loads(row["allocations"])}))
