"""Seller and buyer in UBL, and what an electronic invoice needs of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from shared.refusals import Refusal

from billing.files.ubl_names import add, put
from billing.tables import Document

KVK, OIN = "0106", "0190"  # codes of ISO/IEC 6523
NETHERLANDS = "NL"


class DocumentIncomplete(Refusal):
    """Seller or buyer lack what an electronic invoice must say of them."""


def check_parties(document: Document) -> None:
    """Raise `DocumentIncomplete`, which names the rule, if a party lacks what both profiles ask.

    The rules of EN 16931 itself are checked on the finished document.
    """
    missing = next(_missing(document), None)
    if missing:
        party, rule, what = missing
        raise DocumentIncomplete(
            f"{document.number} cannot be an electronic invoice: {party} has {what} ({rule}). "
            f"An issued document does not change: complete the party {party}, credit the document "
            "and invoice anew."
        )


def _missing(document: Document) -> Iterator[tuple[Any, str, str]]:
    """Yield who lacks what by which rule (of Peppol BIS Billing 3.0)."""
    seller, buyer = document.seller, document.buyer
    for party, rule in ((seller, "PEPPOL-EN16931-R020"), (buyer, "PEPPOL-EN16931-R010")):
        if not (party["endpoint_scheme"] and party["endpoint_id"]):
            yield party["party"], rule, "no electronic address"
    for party, rule in ((seller, "NL-R-003"), (buyer, "NL-R-005")):
        if party["country"] == NETHERLANDS and not (party["kvk"] or party["oin"]):
            yield party["party"], rule, "neither a KvK number nor an OIN"
    if not (buyer["buyer_reference"] or document.order_reference):
        yield buyer["party"], "PEPPOL-EN16931-R003", "no reference, and its order has none"
    if not seller["iban"]:
        yield seller["party"], "BR-61", "no IBAN to pay to"


def add_party(
    root: etree._Element, role: str, party: Mapping[str, Any], vat_number: str | None
) -> None:
    """Add a party as `AccountingSupplierParty` or `AccountingCustomerParty`."""
    element = add(root, role, "Party")
    put(element, "EndpointID", party["endpoint_id"], schemeID=party["endpoint_scheme"])
    put(add(element, "PartyName"), "Name", party["name"])
    address = add(element, "PostalAddress")
    put(address, "StreetName", party["street"])
    put(address, "CityName", party["city"])
    put(address, "PostalZone", party["postal_code"])
    put(add(address, "Country"), "IdentificationCode", party["country"])
    if vat_number:
        tax = add(element, "PartyTaxScheme")
        put(tax, "CompanyID", vat_number)
        put(add(tax, "TaxScheme"), "ID", "VAT")
    entity = add(element, "PartyLegalEntity")
    put(entity, "RegistrationName", party["name"])
    scheme, number = (KVK, party["kvk"]) if party["kvk"] else (OIN, party["oin"])
    put(entity, "CompanyID", number, schemeID=scheme)
    if party["email"]:
        put(add(element, "Contact"), "ElectronicMail", party["email"])
