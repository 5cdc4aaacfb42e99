"""Invoices as the tests of money start from, put in by SQL; seller and payers are invented."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID, uuid4

from billing.invoices.rules.documents import due_on, payment_reference
from billing.ledger.post_entry import post_entry
from billing.ledger.rules import credit_note_postings, invoice_postings
from shared.database import Connection, Database

from tests.billing.given_camt import SELLER_IBAN

NOW = datetime(2016, 3, 2, 9, tzinfo=UTC)
PARTY = {
    "street": "Voorbeeldstraat 1", "postal_code": "1234 AB", "city": "Voorbeeldstad",
    "country": "NL", "route": "folder", "valid_from": "2010-01-01", "kvk": "12345678",
    "vat_number": None, "version": 1, "email": None,
}  # fmt: skip
INSERT_DOCUMENT = """
INSERT INTO document (document_id, kind, series, place, number, reason, credits, year, payer,
    issued_at, issued_on, due_on, lines, vat_category, vat_percent, net, vat, total, currency,
    seller, buyer, payment_reference, previous_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
    $16::numeric + $17::numeric,
    'EUR', $18, $19, $20, '', '')
"""


@dataclass(frozen=True)
class Kept:
    """An invoice or a credit note that is in the database."""

    number: str
    document_id: UUID
    reference: str
    total: Decimal


async def given_invoice(
    database: Database, place: int = 1, net: str = "100.00", *, vat: str = "0.00",
    payer: str = "GM1001", name: str = "Gemeente Ergens", issued_on: date = date(2016, 1, 15),
) -> Kept:  # fmt: skip
    """Issue an invoice of 2016 by hand: its document and its entry in the ledger."""
    async with database.commit() as connection:
        return await _keep(
            connection, f"2016-{place:05d}", None, (Decimal(net), Decimal(vat)), (payer, name),
            issued_on=issued_on,
        )  # fmt: skip


async def given_credit_note(
    database: Database, credited: str, net: str, place: int = 1, *, vat: str = "0.00"
) -> Kept:
    """Credit an invoice of 2016 by hand: a document and its entry in the ledger."""
    async with database.commit() as connection:
        return await _keep(
            connection, f"C2016-{place:05d}", credited, (Decimal(net), Decimal(vat)),
            ("GM1001", "Gemeente Ergens"), issued_on=date(2016, 2, 1),
        )  # fmt: skip


async def _keep(
    connection: Connection, number: str, credited: str | None, amounts: tuple[Decimal, Decimal],
    buyer: tuple[str, str], *, issued_on: date,
) -> Kept:  # fmt: skip
    (net, vat), (payer, name) = amounts, buyer
    kept = Kept(number, uuid4(), payment_reference(credited or number), net + vat)
    issued_at = datetime.combine(issued_on, datetime.min.time(), UTC) + timedelta(hours=9)
    parties = [
        json.dumps(PARTY | {"party": party, "name": of, "iban": iban})
        for party, of, iban in (("SELLER", "Voorbeeld", SELLER_IBAN), (payer, name, None))
    ]
    kind: Literal["invoice", "credit_note"] = "credit_note" if credited else "invoice"
    series, _, place = number.partition("-")
    await connection.execute(
        INSERT_DOCUMENT, kept.document_id, kind, series, int(place), number,
        "agreed" if credited else "year", credited, 2016, payer, issued_at, issued_on,
        due_on(issued_on), "[]", "standard" if vat else "exempt", Decimal(21 if vat else 0), net,
        vat, *parties, kept.reference,
    )  # fmt: skip
    if credited:
        postings = credit_note_postings(credited, net, vat)
    else:
        postings = invoice_postings(number, net, vat)
    await post_entry(connection, kind, number, postings, day=issued_on, now=issued_at)
    return kept
