"""Allocate so much of an entry of the bank to an invoice by hand, or take it back."""

from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection
from shared.outbox import record

from billing.invoices.queries import NoSuchInvoice
from billing.ledger.post_entry import post_entry
from billing.ledger.receivables import lock_receivables, open_of_invoices
from billing.ledger.rules import allocation_postings
from billing.local_date import local_date
from billing.payments.allocations import Allocated, keep_allocations, rows_of_events
from billing.payments.commands import AllocateEntry
from billing.payments.read_statements import read_entry
from billing.payments.rules import Allocating, NoSuchBankEntry, check_allocation
from billing.payments.views import BankEntryView

SELECT_ENTRY = """
SELECT amount, open, booked_on,
    (SELECT coalesce(sum(amount), 0.00) FROM allocation
     WHERE bank_entry_id = $1 AND number = $2) AS allocated,
    (SELECT coalesce(sum(amount), 0.00) FROM allocation WHERE number = $2) AS paid
FROM bank_entry WHERE bank_entry_id = $1
"""
IS_INVOICE = "SELECT EXISTS (SELECT FROM document WHERE number = $1 AND kind = 'invoice')"
LOWER_OPEN = "UPDATE bank_entry SET open = open - $2 WHERE bank_entry_id = $1"


async def allocate_entry(
    connection: Connection, bank_entry_id: UUID, command: AllocateEntry, now: datetime
) -> BankEntryView:
    """Let an entry pay an invoice, and return the entry as it is then.

    Raises `NoSuchBankEntry`, `NoSuchInvoice` and what `check_allocation` does.
    """
    number, amount = command.number, command.euros
    await lock_receivables(connection)
    entry = await connection.fetchrow(SELECT_ENTRY, bank_entry_id, number)
    if entry is None:
        raise NoSuchBankEntry("There is no such entry of a bank statement.")
    if not await connection.fetchval(IS_INVOICE, number):
        raise NoSuchInvoice(f"There is no invoice {number}.")
    left = (await open_of_invoices(connection, [number]))[number]
    at = Allocating(entry["amount"], entry["open"], entry["allocated"], left, entry["paid"])
    check_allocation(amount, at)
    allocated = Allocated(uuid4(), bank_entry_id, number, amount, entry["booked_on"])
    await connection.execute(LOWER_OPEN, bank_entry_id, amount)
    await post_entry(
        connection, "allocation", str(allocated.allocation_id), allocation_postings(number, amount),
        day=local_date(now), now=now,
    )  # fmt: skip
    rows = await rows_of_events(connection, [allocated], now)
    await keep_allocations(connection, [allocated], "person", now)
    await record(connection, *rows)
    return await read_entry(connection, bank_entry_id)
