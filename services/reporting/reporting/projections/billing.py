"""Project the events of billing."""

from shared.database import Connection
from shared.events.billing import (
    ContractSigned,
    CreditNoteIssued,
    InvoiceIssued,
    MunicipalityRegistered,
    ParticipationSettled,
)
from shared.events.envelope import Envelope

from reporting.projections.fold import Row, array_literal, keep_newest
from reporting.tables import Contract, Invoice, Municipality, Settlement


async def project_municipalities_on_municipality_registered(
    connection: Connection, events: list[Envelope[MunicipalityRegistered]]
) -> None:
    """Upsert the municipalities with their inhabitants, by reference date."""
    await keep_newest(connection, Municipality, map(_municipality, events))


async def project_contracts_on_contract_signed(
    connection: Connection, events: list[Envelope[ContractSigned]]
) -> None:
    """Upsert the contracts."""
    await keep_newest(connection, Contract, map(_contract, events))


async def project_settlements_on_participation_settled(
    connection: Connection, events: list[Envelope[ParticipationSettled]]
) -> None:
    """Upsert the participation and the price of each year."""
    await keep_newest(connection, Settlement, map(_settlement, events))


async def project_invoices_on_invoice_or_credit_note_issued(
    connection: Connection, events: list[Envelope[InvoiceIssued | CreditNoteIssued]]
) -> None:
    """Upsert the invoices and the credit notes."""
    await keep_newest(connection, Invoice, map(_invoice, events))


def _municipality(event: Envelope[MunicipalityRegistered]) -> Row:
    return {
        "sequence": event.sequence,
        "code": event.data.code,
        "as_of": event.data.as_of,
        "name": event.data.name,
        "province": event.data.province,
        "inhabitants": event.data.inhabitants,
        "excluded": event.data.excluded,
    }


def _contract(event: Envelope[ContractSigned]) -> Row:
    return {
        "sequence": event.sequence,
        "contract_id": event.data.contract_id,
        "payer": event.data.payer,
        "beneficiaries": array_literal(event.data.beneficiaries),
        "signed_on": event.data.signed_on,
        "first_day": event.data.from_,
        "last_day": event.data.until,
    }


def _settlement(event: Envelope[ParticipationSettled]) -> Row:
    price = event.data.price_per_inhabitant
    return {
        "sequence": event.sequence,
        "year": event.data.year,
        "participating_inhabitants": event.data.participating_inhabitants,
        "eligible_inhabitants": event.data.eligible_inhabitants,
        "budget": event.data.budget,
        "price_numerator": price.numerator,
        "price_denominator": price.denominator,
        "price_printed": price.printed,
    }


def _invoice(event: Envelope[InvoiceIssued | CreditNoteIssued]) -> Row:
    credited = event.data.credits if isinstance(event.data, CreditNoteIssued) else None
    return {
        "sequence": event.sequence,
        "invoice_id": event.data.invoice_id,
        "contract_id": event.data.contract_id,
        "number": event.data.number,
        "issued_on": event.data.issued_on,
        "period": event.data.period,
        "total": -event.data.total if credited else event.data.total,
        "reason": event.data.reason,
        "credits": credited,
    }
