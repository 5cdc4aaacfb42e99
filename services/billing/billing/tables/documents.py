"""Invoices and credit notes, and what is made of them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Integer, LargeBinary, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from billing.tables.base import Table


class Document(Table, table=True):
    """An invoice or a credit note as it was issued, for good: the database refuses to change it.

    `kind`: invoice or credit_note. `series` is `2016` or `C2016`, `place` counts from 1 in it.
    `reason`: year, correction, course, and of credit notes also agreed. `credits` is the number
    of the invoice that a credit note credits. Amounts of credit notes are positive. `hash` is of
    these fields and of `previous_hash`, that of the document before in the series.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("series", "place"),)
    document_id: UUID = Field(primary_key=True)
    kind: str
    series: str
    sequence: int = Field(sa_column=Column("place", Integer, nullable=False))
    number: str = Field(unique=True)
    reason: str
    credits: str | None = Field(default=None, index=True)
    contract_id: UUID | None = Field(default=None, index=True)
    year: int = Field(index=True)
    payer: str = Field(index=True)
    issued_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    issued_on: date
    due_on: date
    budget: int | None = None
    participating: int | None = None
    lines: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    vat_category: str
    vat_percent: Decimal = Field(sa_column=Column(Numeric(5, 2), nullable=False))
    net: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))
    vat: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))
    total: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))
    currency: str
    seller: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    buyer: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    order_reference: str | None = None
    payment_reference: str = Field(index=True)
    previous_hash: str
    hash: str


class DocumentCounter(Table, table=True):
    """The last number that was taken in a series, and the hash of its document."""

    __tablename__ = "document_counter"
    series: str = Field(primary_key=True)
    last: int
    last_hash: str


class InvoiceObligation(Table, table=True):
    """A contract owes a settled year."""

    __tablename__ = "invoice_obligation"
    contract_id: UUID = Field(primary_key=True, foreign_key="contract.contract_id")
    year: int = Field(primary_key=True, foreign_key="settlement.year", index=True)


class InvoiceRun(Table, table=True):
    """A round of invoices of a year: what is owed and not yet billed is billed."""

    __tablename__ = "invoice_run"
    run_id: UUID = Field(primary_key=True)
    year: int = Field(index=True)
    started_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    finished_at: datetime | None = Field(
        default=None, sa_column=Column(DateTime(timezone=True), nullable=True)
    )


class InvoiceRunItem(Table, table=True):
    """A contract of a run. `state`: open, issued, nothing_owed or refused.

    `refusal` is the type of the refusal and `detail` what it says; `numbers` are the documents.
    """

    __tablename__ = "invoice_run_item"
    run_id: UUID = Field(primary_key=True, foreign_key="invoice_run.run_id")
    contract_id: UUID = Field(primary_key=True)
    place: int
    state: str
    refusal: str | None = None
    detail: str | None = None
    numbers: list[str] = Field(sa_column=Column(JSONB, nullable=False))


class DocumentFile(Table, table=True):
    """A document as a file, made once. `format`: pdf, peppol or nlcius."""

    __tablename__ = "document_file"
    number: str = Field(primary_key=True)
    format: str = Field(primary_key=True)
    sha256: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    made_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class Delivery(Table, table=True):
    """The sending of a document. `state`: waiting, sent or failed; `receipt` is the other side's.

    `problem` says why the last attempt failed; the next is at `next_at`.
    """

    __tablename__ = "delivery"
    number: str = Field(primary_key=True)
    route: str
    state: str = Field(index=True)
    attempts: int
    next_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    sent_at: datetime | None = Field(
        default=None, sa_column=Column(DateTime(timezone=True), nullable=True)
    )
    receipt: str | None = None
    problem: str | None = None
