"""Answers about payments and open items. Amounts are in euros."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import Field
from shared.http import View

from billing.invoices.rules.states import InvoiceState


class BankStatementView(View):
    """A statement of the bank: so many entries, and what of them is not allocated yet.

    Money that went out counts below zero.
    """

    statement_id: UUID
    bank_id: str = Field(description="the bank's identification of the statement")
    iban: str
    from_: date = Field(alias="from")
    until: date
    opening: Decimal
    closing: Decimal
    imported_at: datetime
    entries: int
    open_entries: int
    open: Decimal


class BankFileView(View):
    """The statements of a file; `posted` are those that were not imported before."""

    statements: list[BankStatementView]
    posted: int


class AllocationView(View):
    """So much of an entry pays an invoice; below zero it was taken back."""

    allocation_id: UUID
    number: str
    amount: Decimal
    by: Literal["reference", "person"]
    allocated_at: datetime


class BankEntryView(View):
    """An entry of a bank statement; `open` is what is not allocated to invoices."""

    bank_entry_id: UUID
    statement_id: UUID
    bank_reference: str
    booked_on: date
    amount: Decimal
    open: Decimal
    reference: str | None = Field(description="the structured reference of the payer")
    remittance: str | None
    counterparty: str | None
    allocations: list[AllocationView]


class OpenItemView(View):
    """An invoice and what is open of it; below zero, too much was paid."""

    number: str
    payer: str
    payer_name: str
    period: int = Field(description="the year invoiced")
    issued_on: date
    due_on: date
    payment_reference: str
    total: Decimal
    credited: Decimal
    paid: Decimal
    open: Decimal
    state: InvoiceState
    days_overdue: int
