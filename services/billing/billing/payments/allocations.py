"""Keep allocations, and tell of each: `payment_received`, of the invoice that it pays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from shared.database import Connection
from shared.events.billing import PaymentReceived
from shared.outbox import OutboxRow, outbox_row

from billing.ledger.receivables import next_versions, open_of_invoices

SELECT_IDS = "SELECT number, document_id FROM document WHERE number = ANY ($1)"
ALLOCATION = ("allocation_id", "bank_entry_id", "number", "amount", "by", "allocated_at")


@dataclass(frozen=True, slots=True)
class Allocated:
    """So many euros of an entry of the bank pay an invoice."""

    allocation_id: UUID
    bank_entry_id: UUID
    number: str
    amount: Decimal
    received_on: date


async def keep_allocations(
    connection: Connection, allocated: Sequence[Allocated], by: Literal["reference", "person"],
    now: datetime,
) -> None:  # fmt: skip
    """Keep who pays what; `by` says who found it."""
    await connection.copy_records_to_table(
        "allocation",
        columns=ALLOCATION,
        records=(
            (one.allocation_id, one.bank_entry_id, one.number, one.amount, by, now)
            for one in allocated
        ),
    )


async def rows_of_events(
    connection: Connection, allocated: Sequence[Allocated], now: datetime
) -> Iterator[OutboxRow]:
    """Return the events of allocations that are posted and not kept yet, in their order.

    Under the lock of `lock_receivables`.
    """
    numbers = list({one.number for one in allocated})
    versions = await next_versions(connection, numbers)
    ids = {
        row["number"]: UUID(int=row["document_id"].int)
        for row in await connection.fetch(SELECT_IDS, numbers)
    }
    left = await open_of_invoices(connection, numbers)
    for one in allocated:  # back to before these allocations, to tell each by itself
        left[one.number] += one.amount
    return _rows(allocated, versions, ids, left, now)


def _rows(
    allocated: Sequence[Allocated], versions: dict[str, int], ids: dict[str, UUID],
    left: dict[str, Decimal], now: datetime,
) -> Iterator[OutboxRow]:  # fmt: skip
    for one in allocated:
        left[one.number] -= one.amount
        event = PaymentReceived(
            payment_id=one.allocation_id,
            invoice_id=ids[one.number],
            number=one.number,
            amount=one.amount,
            open=left[one.number],
            received_on=one.received_on,
        )
        version = versions[one.number]
        yield outbox_row(event, aggregate_id=ids[one.number], version=version, now=now)
        versions[one.number] += 1
