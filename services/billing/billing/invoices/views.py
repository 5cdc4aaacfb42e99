"""Answers about invoices, and the rows of pages. Amounts and prices are in euros."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import DocumentReason, VatCategory
from shared.http import View

from billing.invoices.rules.states import InvoiceState
from billing.tariffs.views import PriceView


class InvoiceSummary(View):
    """An invoice without its lines, and how it stands now.

    `open` is the total without its credit notes and payments; below zero, too much was paid.
    """

    invoice_id: UUID
    contract_id: UUID | None
    number: str
    reason: DocumentReason
    period: int = Field(description="the year invoiced")
    payer: str
    payer_name: str
    issued_on: date
    due_on: date
    vat_category: VatCategory
    net: Decimal
    vat: Decimal
    total: Decimal
    currency: str
    payment_reference: str
    state: InvoiceState
    credited: Decimal
    paid: Decimal
    open: Decimal


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
    """An invoice as it was issued, for good, and the numbers of its credit notes."""

    price_per_inhabitant: PriceView | None
    lines: list[InvoiceLineView]
    credit_notes: list[str]


class DocumentNumber(View):
    """The number of a document that was issued."""

    number: str


class CreditNoteSummary(View):
    """A credit note without its lines; its amounts are positive. `credits` is its invoice."""

    credit_note_id: UUID
    contract_id: UUID | None
    number: str
    credits: str
    reason: DocumentReason
    period: int = Field(description="the year invoiced")
    payer: str
    payer_name: str
    issued_on: date
    vat_category: VatCategory
    net: Decimal
    vat: Decimal
    total: Decimal
    currency: str
    payment_reference: str


class CreditNoteView(CreditNoteSummary):
    """A credit note as it was issued, for good."""

    lines: list[InvoiceLineView]


class RoundSummary(View):
    """How far a round of invoices is: `done` of `total` contracts, refused ones too.

    `seconds` are from its beginning until its end, or until now. `documents` are those issued.
    """

    round_id: UUID
    year: int
    started_at: datetime
    finished_at: datetime | None
    seconds: float
    total: int
    done: int
    percent: int
    issued: int
    nothing_owed: int
    refused: int
    documents: int


class RefusalView(View):
    """Why nothing was issued of a contract: `type` is the refusal's, `detail` what to change."""

    contract_id: UUID
    payer: str
    payer_name: str | None
    type: str
    detail: str


class RoundView(RoundSummary):
    """A round, what it has issued, and what it has refused."""

    numbers: list[str]
    refusals: list[RefusalView]


class PreviewContract(View):
    """What a round would issue of a contract, in euros without VAT.

    `billed` was invoiced of the year before, without what was credited.
    """

    contract_id: UUID
    payer: str
    payer_name: str | None
    beneficiaries: int
    billed: Decimal
    invoice: Decimal
    credit: Decimal


class PayerChange(View):
    """What a payer would be billed of the year in all, and was of the year before."""

    payer: str
    payer_name: str | None
    this_year: Decimal
    last_year: Decimal
    difference: Decimal


class PreviewView(View):
    """What a round of the year would issue now; nothing is written. In euros without VAT."""

    year: int
    contracts: list[PreviewContract]
    payers: list[PayerChange]
    refusals: list[RefusalView]
    invoices: int
    credit_notes: int
    invoiced: Decimal
    credited: Decimal
    this_year: Decimal
    last_year: Decimal


class CourseRefusal(View):
    """Why the courses of a client on a day were not invoiced."""

    client: str
    on: date
    type: str
    detail: str


class CourseInvoicesView(View):
    """The invoices of courses that were issued, and what was refused."""

    numbers: list[str]
    refusals: list[CourseRefusal]


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
