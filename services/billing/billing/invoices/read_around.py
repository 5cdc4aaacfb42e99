"""What became of a document: its credit notes, payments, reminders, files and its delivery."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from shared.database import Connection

CREDIT_NOTES = """
SELECT number, issued_on AS day, total AS amount FROM document WHERE credits = $1
ORDER BY series, place
"""
PAYMENTS = """
SELECT e.bank_reference, e.booked_on AS day, a.amount, a.by
FROM allocation a JOIN bank_entry e USING (bank_entry_id)
WHERE a.number = $1 ORDER BY a.allocated_at
"""
REMINDERS = """
SELECT step, released_on AS day, open, interest, costs FROM reminder WHERE number = $1 ORDER BY step
"""
DELIVERY = """
SELECT route, state, attempts, next_at, sent_at, receipt, problem FROM delivery WHERE number = $1
"""


@dataclass(frozen=True)
class CreditNoteOf:
    """A credit note of the invoice, in euros with VAT."""

    number: str
    day: date
    amount: Decimal


@dataclass(frozen=True)
class PaymentOf:
    """A part of a bank entry that pays the invoice, or that was taken back (below zero)."""

    bank_reference: str
    day: date
    amount: Decimal
    by: str


@dataclass(frozen=True)
class ReminderOf:
    """A reminder that was released, with what was open, interest and costs in euros."""

    step: int
    day: date
    open: Decimal
    interest: Decimal
    costs: Decimal


@dataclass(frozen=True)
class DeliveryOf:
    """The sending of the document."""

    route: str
    state: str
    attempts: int
    next_at: datetime
    sent_at: datetime | None
    receipt: str | None
    problem: str | None


@dataclass(frozen=True)
class Around:
    """What became of a document."""

    credit_notes: list[CreditNoteOf]
    payments: list[PaymentOf]
    reminders: list[ReminderOf]
    delivery: DeliveryOf | None


async def read_around(connection: Connection, number: str) -> Around:
    """Return what became of a document."""
    delivery = await connection.fetchrow(DELIVERY, number)
    return Around(
        credit_notes=[CreditNoteOf(**row) for row in await connection.fetch(CREDIT_NOTES, number)],
        payments=[PaymentOf(**row) for row in await connection.fetch(PAYMENTS, number)],
        reminders=[ReminderOf(**row) for row in await connection.fetch(REMINDERS, number)],
        delivery=DeliveryOf(**delivery) if delivery else None,
    )
