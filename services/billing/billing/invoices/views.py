"""Answers about invoices, and the rows of pages. Amounts and prices are in euros."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import DocumentReason, VatCategory
from shared.http import View

from billing.tariffs.views import PriceView


class InvoiceSummary(View):
    """An invoice without its lines."""

    invoice_id: UUID
    contract_id: UUID | None
    number: str
    reason: DocumentReason
    period: int = Field(description="the year invoiced")
    payer: str
    issued_on: date
    due_on: date
    vat_category: VatCategory
    vat: Decimal
    total: Decimal
    currency: str
    payment_reference: str


class InvoiceLineView(View):
    """What is owed for one beneficiary (CBS code), or for a course; `days` of a part of a year."""

    beneficiary: str | None
    name: str
    inhabitants: int | None
    course: str | None
    from_: date | None = Field(alias="from")
    until: date | None
    days: int | None
    amount: Decimal


class InvoiceView(InvoiceSummary):
    """An invoice as it was issued, for good."""

    price_per_inhabitant: PriceView | None
    lines: list[InvoiceLineView]


@dataclass(frozen=True)
class ContractRow:
    """A contract and its invoice of one year; the invoice's fields are None without one.

    `payer_name` is None for a payer that is no municipality. `beneficiaries` are names and codes,
    in order of name.
    """

    contract_id: UUID
    payer: str
    payer_name: str | None
    beneficiaries: list[tuple[str, str]]
    first_day: date
    last_day: date
    tariff_version: str
    number: str | None
    issued_on: date | None
    total: Decimal | None


@dataclass(frozen=True)
class YearTotal:
    """How many contracts and invoices were found in a year, and what the invoices ask for."""

    contracts: int
    invoices: int
    invoiced: Decimal
