"""Documents of every kind that billing can issue, with invented parties.

No number here belongs to anybody: OIN and KvK numbers are invented; IBAN and VAT number are those
of examples, and pass the check of python-stdnum.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from billing.tables import Document
from stdnum.iso7064 import mod_97_10

Json = dict[str, Any]
BUDGET, PARTICIPATING = 3_810_000, 14_656_935
SELLER: Json = {
    "party": "SELLER", "version": 1, "valid_from": "2014-01-01", "name": "Stichting Voorbeeldlijn",
    "street": "Voorbeeldplein 1", "postal_code": "3511 AA", "city": "Utrecht", "country": "NL",
    "kvk": "00000019", "vat_number": "NL123456782B90", "oin": None, "endpoint_scheme": "0106",
    "endpoint_id": "00000019", "buyer_reference": None, "email": "facturen@voorbeeldlijn.example",
    "route": "folder", "iban": "NL91ABNA0417164300", "bic": "ABNANL2A",
}  # fmt: skip
BUYER: Json = {
    "party": "GM0301", "version": 1, "valid_from": "2014-01-01", "name": "Gemeente Zutphen",
    "street": "Postbus 1", "postal_code": "7200 AA", "city": "Zutphen", "country": "NL",
    "kvk": None, "vat_number": None, "oin": "00000000000000000019", "endpoint_scheme": "0190",
    "endpoint_id": "00000000000000000019", "buyer_reference": "FIN-2016", "email": None,
    "route": "peppol", "iban": None, "bic": None,
}  # fmt: skip
CLIENT = BUYER | {
    "party": "ORG-VOORBEELD", "name": "Voorbeeld B.V.", "kvk": "00000027", "oin": None,
    "endpoint_scheme": "0106", "endpoint_id": "00000027", "vat_number": "NL100000009B01",
    "email": "crediteuren@voorbeeld.example", "route": "email",
}  # fmt: skip


def line_of(inhabitants: int = 46_997, **changes: Any) -> Json:
    """Return a line of a year; its amount is that of the inhabitants at the exact price."""
    exact = Decimal(inhabitants) * BUDGET / PARTICIPATING
    return {
        "beneficiary": "GM0301", "name": "Zutphen", "inhabitants": inhabitants, "course": None,
        "from": None, "until": None, "days": None, "of_days": None, "exact": f"{exact:.6f}",
        "amount": f"{exact:.2f}", "before_inhabitants": None, "before_days": None,
    } | changes  # fmt: skip


def document_of(*lines: Json, **changes: Any) -> Document:
    """Return a yearly invoice; totals follow from the lines and the VAT category."""
    lines = lines or (line_of(),)
    category = changes.get("vat_category", "exempt")
    percent = Decimal(21) if category == "standard" else Decimal(0)
    net = sum((Decimal(line["amount"]) for line in lines), Decimal(0))
    vat = (net * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    number = changes.get("number", "2016-00001")
    fields: Json = {
        "document_id": UUID(int=1), "kind": "invoice", "series": "2016", "sequence": 1,
        "number": number, "reason": "year", "credits": None, "contract_id": UUID(int=2),
        "year": 2016, "payer": "GM0301", "issued_at": datetime(2016, 1, 4, 9, 0, 0, 250_000, UTC),
        "issued_on": date(2016, 1, 4), "due_on": date(2016, 2, 3), "budget": BUDGET,
        "participating": PARTICIPATING, "lines": list(lines), "vat_category": category,
        "vat_percent": percent, "net": net, "vat": vat, "total": net + vat, "currency": "EUR",
        "seller": SELLER, "buyer": BUYER, "order_reference": None,
        "payment_reference": _reference(number),
        "previous_hash": "0" * 64, "hash": "1" * 64,
    }  # fmt: skip
    return Document(**fields | changes)


def credit_of(*lines: Json, **changes: Any) -> Document:
    """Return a credit note on an invoice."""
    return document_of(
        *lines,
        **{"kind": "credit_note", "series": "C2016", "number": "C2016-00001",
           "reason": "correction", "credits": "2016-00001"} | changes,
    )  # fmt: skip


def many_lines(count: int = 386) -> list[Json]:
    """Return the lines of a payer for many."""
    return [
        line_of(5_000 + 137 * place, beneficiary=f"GM{place:04d}", name=f"Gemeente {place}")
        for place in range(1, count + 1)
    ]


COURSE = line_of() | {
    "beneficiary": None, "inhabitants": None, "course": "GESPREKSVOERING",
    "name": "GESPREKSVOERING", "from": "2016-04-12", "until": "2016-04-12", "exact": None,
    "amount": "1250.00",
}  # fmt: skip
WITHOUT_CONTRACT: Mapping[str, Any] = {
    "contract_id": None, "budget": None, "participating": None, "reason": "course",
    "buyer": CLIENT, "payer": "ORG-VOORBEELD", "vat_category": "standard",
}  # fmt: skip
LAST_CREDIT = {"vat": Decimal("262.51"), "total": Decimal("1512.51")}
VNG = BUYER | {"party": "VNG", "name": "Vereniging Voorbeeldgemeenten", "city": "Den Haag"}
DAYS = {"from": "2016-07-01", "until": "2016-12-31", "days": 184, "of_days": 366}
PART = line_of(**DAYS, exact="6141.700161", amount="6141.70")
EUROS = line_of(amount="12217.00")
MORE = line_of(47_103, before_inhabitants=46_997, amount="27.55")
LESS = line_of(46_800, before_inhabitants=46_997, amount="51.21")
GONE = line_of(0, before_inhabitants=46_997, amount="12216.64")
FEWER_DAYS = line_of(
    **DAYS, before_inhabitants=46_997, before_days=366, exact="6141.700161", amount="6074.94"
)

KINDS: dict[str, Callable[[], Document]] = {
    "year": document_of,
    "year for many": lambda: document_of(*many_lines(), buyer=VNG, payer="VNG"),
    "part of a year": lambda: document_of(PART),
    "whole euros": lambda: document_of(EUROS),
    "correction": lambda: document_of(MORE, reason="correction"),
    "with an order": lambda: document_of(order_reference="INK-2015/118"),
    "subsidy": lambda: document_of(vat_category="outside_scope"),
    "taxed year": lambda: document_of(vat_category="standard"),
    "course": lambda: document_of(COURSE, **WITHOUT_CONTRACT),
    "exempt course": lambda: document_of(COURSE, **WITHOUT_CONTRACT | {"vat_category": "exempt"}),
    "credit of fewer inhabitants": lambda: credit_of(LESS),
    "credit of a municipality that left": lambda: credit_of(GONE),
    "credit of a part of the year": lambda: credit_of(FEWER_DAYS),
    "credit of a year": lambda: credit_of(reason="agreed"),
    "credit of many": lambda: credit_of(*many_lines(25), buyer=VNG, payer="VNG", reason="agreed"),
    "credit of a subsidy": lambda: credit_of(LESS, vat_category="outside_scope"),
    "credit of a course": lambda: credit_of(COURSE, **WITHOUT_CONTRACT | {"reason": "agreed"}),
    # The notes of an invoice sum to its VAT: the last one may differ by a cent from the rate.
    "last credit of a course": lambda: credit_of(
        COURSE, **WITHOUT_CONTRACT | LAST_CREDIT | {"reason": "agreed"}
    ),
}


def _reference(number: str) -> str:
    """Return the creditor reference (ISO 11649) of a number."""
    digits = number.replace("-", "")
    return f"RF{mod_97_10.calc_check_digits(f'{digits}RF')}{digits}"
