"""What billing says. Amounts are decimal strings in euros with two decimals."""

from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from shared.events.envelope import Event
from shared.events.vocabulary import Province
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
    """What one beneficiary owes: its code (CBS), inhabitants and amount in euros."""

    beneficiary: str
    inhabitants: int
    amount: Decimal


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

    `from` and `until` are the first and the last day; `payer` is a CBS code, `VNG` or `KING`.
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


class InvoiceIssued(Event):
    """An invoice exists for good. Aggregate: the invoice. `period` is the year invoiced."""

    subject: ClassVar[str] = "billing.invoice_issued.v1"

    invoice_id: UUID
    contract_id: UUID
    number: str
    issued_on: Day
    payer: str
    period: int
    price_per_inhabitant: PricePerInhabitant
    lines: list[InvoiceLine]
    vat: Decimal
    total: Decimal
    currency: str
    due_on: Day
