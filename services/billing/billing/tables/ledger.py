"""The ledger, the bank and reminders."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Column, DateTime, Numeric, UniqueConstraint
from sqlmodel import Field

from billing.tables.base import Table


class LedgerEntry(Table, table=True):
    """A balanced entry for one fact. `source`: invoice, credit_note, payment or allocation."""

    __tablename__ = "ledger_entry"
    __table_args__ = (UniqueConstraint("source", "source_id"),)
    entry_id: UUID = Field(primary_key=True)
    source: str
    source_id: str
    day: date = Field(index=True)
    posted_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class LedgerPosting(Table, table=True):
    """An amount on an account: a debit is positive, a credit negative; an entry sums to zero.

    `number` is the invoice that a posting on `receivable` is of.
    """

    __tablename__ = "ledger_posting"
    entry_id: UUID = Field(primary_key=True)
    place: int = Field(primary_key=True)
    account: str = Field(index=True)
    number: str | None = Field(default=None, index=True)
    amount: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))


class BankStatement(Table, table=True):
    """A statement of the seller's bank account (CAMT.053)."""

    __tablename__ = "bank_statement"
    __table_args__ = (UniqueConstraint("iban", "bank_id"),)
    statement_id: UUID = Field(primary_key=True)
    iban: str
    bank_id: str
    from_day: date
    until_day: date
    opening: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))
    closing: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))
    sha256: str
    imported_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class BankEntry(Table, table=True):
    """A movement of a bank account; money that came is positive.

    `bank_reference` is the bank's own and unique on its account; `reference` is the structured
    one of the payer. `open` is what is not allocated to an invoice yet.
    """

    __tablename__ = "bank_entry"
    __table_args__ = (UniqueConstraint("iban", "bank_reference"),)
    bank_entry_id: UUID = Field(primary_key=True)
    statement_id: UUID = Field(foreign_key="bank_statement.statement_id", index=True)
    place: int
    iban: str
    bank_reference: str
    booked_on: date
    amount: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))
    open: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))
    reference: str | None = None
    remittance: str | None = None
    counterparty: str | None = None


class Allocation(Table, table=True):
    """So much of a movement pays an invoice. `by`: reference or person."""

    __tablename__ = "allocation"
    allocation_id: UUID = Field(primary_key=True)
    bank_entry_id: UUID = Field(foreign_key="bank_entry.bank_entry_id", index=True)
    number: str = Field(index=True)
    amount: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))
    by: str
    allocated_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class Reminder(Table, table=True):
    """A reminder that a person released; `step` counts from 1. Amounts are in euros."""

    __tablename__ = "reminder"
    number: str = Field(primary_key=True)
    step: int = Field(primary_key=True)
    released_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    released_on: date
    days_overdue: int
    open: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))
    interest: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))
    costs: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))


class InterestRate(Table, table=True):
    """The statutory commercial interest from a day on, in percent a year (art. 6:119a BW)."""

    __tablename__ = "interest_rate"
    from_day: date = Field(primary_key=True)
    percent: Decimal = Field(sa_column=Column(Numeric(5, 2), nullable=False))
