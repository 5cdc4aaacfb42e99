"""What billing says. Amounts are decimal strings in euros with two decimals."""

from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from shared.events.envelope import Event
from shared.events.vocabulary import ContractEndReason, DocumentReason, Province, VatCategory
from shared.strict import Day


class Part(BaseModel):
    """A part of an event's data."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore"
    )


class PricePerInhabitant(Part):
    """An exact price, as euros of `numerator` per `denominator` inhabitants, and as printed."""

    numerator: int
    denominator: int
    printed: Decimal


class InvoiceLine(Part):
    """What one line says: a beneficiary (CBS code) and its inhabitants, or a course.

    `amount` is in euros, without VAT. `days` of the year are given where a part of it is owed.
    """

    beneficiary: str | None
    inhabitants: int | None
    course: str | None = None
    days: int | None = None
    amount: Decimal


class Share(Part):
    """An exact share, greater than 0 and at most 1."""

    numerator: int
    denominator: int


class MunicipalityRegistered(Event):
    """CBS figures of a reference date. Aggregate: the municipality, by its CBS code."""

    subject: ClassVar[str] = "billing.municipality_registered.v1"

    code: str
    name: str
    province: Province
    inhabitants: int
    as_of: Day
    excluded: bool


class ContractSigned(Event):
    """A municipality, or a payer for many, signed. Aggregate: the contract.

    `from` and `until` are the first and the last day; `payer` is a CBS code, `VNG`, `KING` or a
    region, `REG-...`.
    """

    subject: ClassVar[str] = "billing.contract_signed.v1"

    contract_id: UUID
    payer: str
    beneficiaries: list[str]
    signed_on: Day
    from_: Day
    until: Day
    tariff_version: str

    model_config = ConfigDict(
        alias_generator=lambda name: to_camel(name).rstrip("_"),
        populate_by_name=True, frozen=True, extra="ignore",
    )  # fmt: skip


class ParticipationSettled(Event):
    """The year's participation and its price. Aggregate: the year."""

    subject: ClassVar[str] = "billing.participation_settled.v1"

    year: int
    participating_inhabitants: int
    eligible_inhabitants: int
    budget: Decimal
    price_per_inhabitant: PricePerInhabitant


class ContractTransferred(Event):
    """A municipal reorganisation moved rights and obligations. Aggregate: the contract.

    `share` of the inhabitants of `from` came to the municipality `to`. `payer` pays for them from
    that day: under `contractId`, or, where the contract was divided, under the one of
    `dividedInto`. Law: article 44 Wet algemene regels herindeling.
    """

    subject: ClassVar[str] = "billing.contract_transferred.v1"

    contract_id: UUID
    from_: str
    to: str
    share: Share
    on: Day
    payer: str
    divided_into: list[UUID]

    model_config = ConfigDict(
        alias_generator=lambda name: to_camel(name).rstrip("_"),
        populate_by_name=True, frozen=True, extra="ignore",
    )  # fmt: skip


class ContractEnded(Event):
    """A contract ended for these beneficiaries, for good; `on` is the last day in force.

    Aggregate: the contract. `whole` tells whether nobody is left under it.
    """

    subject: ClassVar[str] = "billing.contract_ended.v1"

    contract_id: UUID
    beneficiaries: list[str]
    whole: bool
    on: Day
    reason: ContractEndReason


class DocumentIssued(Event):
    """What invoices and credit notes have in common; it has no subject of its own.

    Amounts of a credit note are positive. `period` is the year invoiced. `payer` is a CBS code,
    `VNG`, `KING`, `REG-...` or `ORG-...`; `contractId` and the price are null for courses.
    `hash` is the document's place in its chain.
    """

    invoice_id: UUID
    contract_id: UUID | None
    number: str
    reason: DocumentReason
    issued_on: Day
    payer: str
    period: int
    price_per_inhabitant: PricePerInhabitant | None
    lines: list[InvoiceLine]
    vat_category: VatCategory
    vat: Decimal
    total: Decimal
    currency: str
    due_on: Day
    payment_reference: str
    hash: str


class InvoiceIssued(DocumentIssued):
    """An invoice exists for good. Aggregate: the invoice. `period` is the year invoiced."""

    subject: ClassVar[str] = "billing.invoice_issued.v1"


class CreditNoteIssued(DocumentIssued):
    """A credit note exists for good; `credits` names its invoice. Aggregate: the note."""

    subject: ClassVar[str] = "billing.credit_note_issued.v1"

    credits: str


class PaymentReceived(Event):
    """Money was allocated to an invoice, or taken back from it (`amount` below zero).

    Aggregate: the invoice. `open` is what is left to pay of it; below zero, too much was paid.
    """

    subject: ClassVar[str] = "billing.payment_received.v1"

    payment_id: UUID
    invoice_id: UUID
    number: str
    amount: Decimal
    open: Decimal
    received_on: Day


class InvoiceOverdue(Event):
    """A person released a reminder of an invoice. Aggregate: the invoice.

    `interest` is the statutory commercial interest up to that day (article 6:119b BW), `costs`
    are those of collection (article 6:96 BW).
    """

    subject: ClassVar[str] = "billing.invoice_overdue.v1"

    invoice_id: UUID
    number: str
    step: int
    days_overdue: int
    open: Decimal
    interest: Decimal
    costs: Decimal
