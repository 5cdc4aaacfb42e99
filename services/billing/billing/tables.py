"""The tables that billing owns. Amounts are in euros, populations in inhabitants."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Integer, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Table(SQLModel, registry=registry()):
    """A table of billing; the registry is billing's own."""


class Municipality(Table, table=True):
    """A municipality as of its newest figures; `version` orders its events."""

    __tablename__ = "municipality"
    code: str = Field(primary_key=True)
    name: str
    province: str
    excluded: bool
    version: int


class MunicipalityFigure(Table, table=True):
    """Inhabitants on a 1 January, by CBS."""

    __tablename__ = "municipality_figure"
    code: str = Field(primary_key=True, foreign_key="municipality.code")
    as_of: date = Field(primary_key=True, index=True)
    inhabitants: int


class Tariff(Table, table=True):
    """An offer; `minimum_participation` is in percent of the reference population."""

    __tablename__ = "tariff"
    version: str = Field(primary_key=True)
    reference_population: int
    minimum_participation: int


class TariffPeriod(Table, table=True):
    """Years, both included, that share one yearly budget in whole euros."""

    __tablename__ = "tariff_period"
    tariff_version: str = Field(primary_key=True, foreign_key="tariff.version")
    first_year: int = Field(primary_key=True)
    last_year: int
    yearly_budget: int


class Contract(Table, table=True):
    """A signed contract; both days are included."""

    __tablename__ = "contract"
    contract_id: UUID = Field(primary_key=True)
    payer: str
    signed_on: date
    first_day: date
    last_day: date
    tariff_version: str = Field(foreign_key="tariff.version")


class ContractBeneficiary(Table, table=True):
    """A municipality for which a contract was signed."""

    __tablename__ = "contract_beneficiary"
    contract_id: UUID = Field(primary_key=True, foreign_key="contract.contract_id")
    code: str = Field(primary_key=True, foreign_key="municipality.code", index=True)


class Settlement(Table, table=True):
    """A settled year: `budget` euros per `participating` inhabitants, and out of how many."""

    __tablename__ = "settlement"
    year: int = Field(primary_key=True)
    tariff_version: str = Field(foreign_key="tariff.version")
    budget: int
    participating: int
    eligible: int
    participants: int
    below_offer: bool
    settled_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class Invoice(Table, table=True):
    """An invoice as it was issued, for good; `sequence` counts from 1 within its year."""

    __tablename__ = "invoice"
    __table_args__ = (UniqueConstraint("year", "place"), UniqueConstraint("contract_id", "year"))
    invoice_id: UUID = Field(primary_key=True)
    contract_id: UUID = Field(foreign_key="contract.contract_id")
    year: int = Field(foreign_key="settlement.year")
    sequence: int = Field(sa_column=Column("place", Integer, nullable=False))
    number: str = Field(unique=True)
    payer: str
    issued_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    issued_on: date
    due_on: date
    budget: int
    participating: int
    lines: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    vat: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))
    total: Decimal = Field(sa_column=Column(Numeric(14, 2), nullable=False))
    currency: str


class InvoiceObligation(Table, table=True):
    """A contract owes a settled year; `invoice_id` is null until the invoice is issued."""

    __tablename__ = "invoice_obligation"
    contract_id: UUID = Field(primary_key=True, foreign_key="contract.contract_id")
    year: int = Field(primary_key=True, foreign_key="settlement.year")
    invoice_id: UUID | None = Field(default=None, foreign_key="invoice.invoice_id", unique=True)


class InvoiceCounter(Table, table=True):
    """The last sequence number that was taken in the series of a year."""

    __tablename__ = "invoice_counter"
    series: int = Field(primary_key=True)
    last: int


metadata = Table.metadata
