"""A document as PDF/UA-1, in Dutch, with all that the tax office asks of an invoice."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any

from shared.typesetting import typeset
from stdnum import iban, iso11649

from billing.files.wording import (
    COURSE,
    SERVICE,
    TITLES,
    VAT_REASONS,
    credit_terms,
    euros,
    line_note,
    long_date,
    thousands,
)
from billing.tables import Document

TEMPLATE = Path(__file__).parent / "templates" / "document.typ"
MOST_PRICE_DECIMALS = 6


def pdf(document: Document) -> bytes:
    """Return an issued document as PDF; the same document gives the same bytes."""
    return typeset(TEMPLATE, _data(document), document.issued_at)


def _data(document: Document) -> dict[str, Any]:
    """Return what the template shows, as texts."""
    invoice = document.kind == "invoice"
    return {
        "title": TITLES[document.kind],
        "number": document.number,
        "subject": _subject(document),
        "seller": document.seller | {"iban": iban.format(document.seller["iban"] or "")},
        "buyer": document.buyer,
        "facts": [[name, value] for name, value in _facts(document) if value],
        "lines": list(_lines(document)),
        "rounded": _is_rounded(document),
        "price": _price(document),
        "totals": list(_totals(document)),
        "total": euros(document.total),
        "vat_reason": VAT_REASONS.get(document.vat_category),
        "due_on": long_date(document.due_on) if invoice else None,
        "payment_reference": iso11649.format(document.payment_reference),
        "terms": None if invoice else credit_terms(document),
    }


def _subject(document: Document) -> str:
    if not document.contract_id:
        return COURSE
    corrected = "correctie over " if document.reason == "correction" else ""
    return f"{SERVICE}, {corrected}1 januari tot en met 31 december {document.year}"


def _facts(document: Document) -> Iterable[tuple[str, str | None]]:
    """Yield what stands beside the address of the buyer."""
    invoice = document.kind == "invoice"
    yield ("Factuurnummer" if invoice else "Creditnummer"), document.number
    yield ("Factuurdatum" if invoice else "Datum"), long_date(document.issued_on)
    if invoice:
        yield "Te betalen op", long_date(document.due_on)
    yield "Betreft factuur", document.credits
    yield "Uw referentie", document.buyer["buyer_reference"]
    yield "Uw order", document.order_reference
    yield "Uw btw-nummer", document.buyer["vat_number"]


def _lines(document: Document) -> Iterable[dict[str, str | None]]:
    """Yield the rows of the specification; `so_far` is the sum up to and with the row."""
    sums = accumulate(Decimal(line["amount"]) for line in document.lines)
    for line, so_far in zip(document.lines, sums, strict=True):
        inhabitants, exact = line["inhabitants"], line["exact"]
        yield {
            "code": line["beneficiary"] or line["course"],
            "name": line["name"],
            "note": line_note(line),
            "inhabitants": None if inhabitants is None else thousands(inhabitants),
            "exact": None if exact is None else euros(Decimal(exact), MOST_PRICE_DECIMALS),
            "amount": euros(Decimal(line["amount"])),
            "so_far": euros(so_far),
        }


def _is_rounded(document: Document) -> bool:
    """Say whether the exact amounts are shown: those of a year, which were rounded together.

    The amounts of a correction are differences, and those of an agreed credit were agreed.
    """
    return document.reason == "year" and any(
        Decimal(line["exact"]) != Decimal(line["amount"])
        for line in document.lines
        if line["exact"]
    )


def _price(document: Document) -> Mapping[str, str] | None:
    """Return how the price of an inhabitant comes about."""
    if not (document.budget and document.participating):
        return None
    return {
        "budget": thousands(document.budget),
        "participating": thousands(document.participating),
        "price": euros(Decimal(document.budget) / document.participating, MOST_PRICE_DECIMALS),
    }


def _totals(document: Document) -> Iterable[tuple[str, str]]:
    if document.vat_category == "standard":
        yield "Totaal zonder btw", euros(document.net)
        percent = f"{document.vat_percent.normalize():f}".replace(".", ",")
        yield f"Btw {percent}%", euros(document.vat)
