"""Import a bank file: statements, entries, what they pay and its events, in one commit.

Every step is one statement for all entries, as a file may have 100,000 of them.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from shared.database import Connection
from shared.outbox import record

from billing.ledger.post_entries import Entry, post_entries
from billing.ledger.receivables import lock_receivables, open_of_invoices
from billing.ledger.rules import allocation_postings, payment_postings
from billing.parties.rules.codes import SELLER
from billing.parties.snapshot import SellerMissing
from billing.payments.allocations import Allocated, keep_allocations, rows_of_events
from billing.payments.read_statements import read_statements
from billing.payments.rules import (
    EntryBookedBefore,
    Movement,
    Statement,
    StatementChanged,
    check_statements,
    match,
)
from billing.payments.views import BankFileView

# Earlier accounts too: a statement of last year may come late.
SELECT_IBANS = "SELECT DISTINCT iban FROM party_version WHERE party = $1 AND iban IS NOT NULL"
SELECT_KNOWN = """
SELECT bank_id, statement_id, sha256 FROM bank_statement WHERE iban = $1 AND bank_id = ANY ($2)
"""
SELECT_INVOICES = """
SELECT payment_reference, number FROM document
WHERE kind = 'invoice' AND payment_reference = ANY ($1)
"""
STATEMENT = ("statement_id", "iban", "bank_id", "from_day", "until_day", "opening", "closing",
             "sha256", "imported_at")  # fmt: skip
ENTRY = ("bank_entry_id", "statement_id", "place", "iban", "bank_reference", "booked_on", "amount",
         "open", "reference", "remittance", "counterparty")  # fmt: skip
EVENTS_AT_ONCE = 2_000


async def import_statements(
    connection: Connection, statements: Sequence[Statement], now: datetime
) -> BankFileView:
    """Post the statements that were not imported before, and allocate by structured reference.

    An entry pays the invoice of its reference, at most what is open of it, in order of booking;
    the rest stays open on the entry. Raises `SellerMissing`, what `check_statements` does,
    `StatementChanged` and `EntryBookedBefore`.
    """
    ibans = {row["iban"] for row in await connection.fetch(SELECT_IBANS, SELLER)}
    if not ibans:
        raise SellerMissing("The seller has no IBAN. Give one by PUT /v1/parties/SELLER.")
    check_statements(statements, ibans)
    await lock_receivables(connection)
    known = await _known(connection, statements)
    new = {uuid4(): one for one in statements if one.bank_id not in known}
    if new:
        await _post(connection, new, now)
    ids = [*known.values(), *new]
    return BankFileView(statements=await read_statements(connection, ids), posted=len(new))


async def _known(connection: Connection, statements: Sequence[Statement]) -> dict[str, UUID]:
    """Return the statements that were imported before, by the bank's id."""
    given = {one.bank_id: one for one in statements}
    rows = await connection.fetch(SELECT_KNOWN, statements[0].iban, list(given))
    for row in rows:
        if row["sha256"] != statement_hash(given[row["bank_id"]]):
            raise StatementChanged(
                "a statement of this file was imported before with other content: ask the bank"
                " which one holds"
            )
    return {row["bank_id"]: row["statement_id"] for row in rows}


async def _post(connection: Connection, new: dict[UUID, Statement], now: datetime) -> None:
    # In order of booking: who paid first is allocated first.
    entries = sorted(
        ((one, uuid4()) for statement in new.values() for one in statement.movements),
        key=lambda entry: entry[0].booked_on,
    )
    found = await _match(connection, [one for one, _ in entries])
    ids = {one.bank_reference: id_ for one, id_ in entries}
    allocated = [
        Allocated(uuid4(), ids[one.bank_reference], number, amount, one.booked_on)
        for one, number, amount in found
    ]
    await _keep(connection, new, ids, allocated, now)
    rows = await rows_of_events(connection, allocated, now)
    await keep_allocations(connection, allocated, "reference", now)
    for some in _in_batches(rows):
        await record(connection, *some)


async def _match(connection: Connection, movements: Sequence[Movement]) -> Any:
    references = list({one.reference for one in movements if one.reference})
    rows = await connection.fetch(SELECT_INVOICES, references)
    numbers = {row["payment_reference"]: row["number"] for row in rows}
    return match(movements, numbers, await open_of_invoices(connection, list(numbers.values())))


async def _keep(
    connection: Connection, new: dict[UUID, Statement], ids: dict[str, UUID],
    allocated: Sequence[Allocated], now: datetime,
) -> None:  # fmt: skip
    paid = {one.bank_entry_id: one.amount for one in allocated}
    await connection.copy_records_to_table(
        "bank_statement", columns=STATEMENT,
        records=[
            (id_, one.iban, one.bank_id, one.from_day, one.until_day, one.opening, one.closing,
             statement_hash(one), now)
            for id_, one in new.items()
        ],
    )  # fmt: skip
    kept = (
        (ids[one.bank_reference], id_, place, statement.iban, one.bank_reference, one.booked_on,
         one.amount, one.amount - paid.get(ids[one.bank_reference], 0), one.reference,
         one.remittance, one.counterparty)
        for id_, statement in new.items()
        for place, one in enumerate(statement.movements, start=1)
    )  # fmt: skip
    try:
        await connection.copy_records_to_table("bank_entry", columns=ENTRY, records=kept)
    except asyncpg.UniqueViolationError:
        raise EntryBookedBefore(
            "an entry of this file came with another statement: its bank reference"
            " (AcctSvcrRef) is the same"
        ) from None
    payments = [
        Entry("payment", str(ids[one.bank_reference]), one.booked_on, payment_postings(one.amount))
        for statement in new.values()
        for one in statement.movements
        if one.amount
    ]
    allocations = [
        Entry("allocation", str(one.allocation_id), one.received_on,
              allocation_postings(one.number, one.amount))
        for one in allocated
    ]  # fmt: skip
    await post_entries(connection, payments + allocations, now)


def statement_hash(statement: Statement) -> str:
    """Return the SHA-256 of what a statement says, however its file is written."""
    said = [
        statement.iban, statement.bank_id, statement.from_day, statement.until_day,
        statement.opening, statement.closing,
        [[one.bank_reference, one.booked_on, one.amount, one.reference, one.remittance,
          one.counterparty] for one in statement.movements],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def _in_batches(rows: Iterable[Any]) -> Iterable[list[Any]]:
    left = iter(rows)
    while some := list(islice(left, EVENTS_AT_ONCE)):
        yield some
