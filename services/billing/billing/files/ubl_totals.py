"""VAT and totals of a document in UBL."""

from lxml import etree

from billing.files.ubl_names import add, put, put_amount
from billing.files.wording import VAT_REASONS
from billing.tables import Document

CATEGORIES = {"standard": "S", "exempt": "E", "outside_scope": "O"}  # UN/CEFACT 5305


def add_totals(root: etree._Element, document: Document) -> None:
    """Add the VAT by category, of which a document has one, and the totals."""
    currency = document.currency
    tax = add(root, "TaxTotal")
    put_amount(tax, "TaxAmount", document.vat, currency)
    subtotal = add(tax, "TaxSubtotal")
    put_amount(subtotal, "TaxableAmount", document.net, currency)
    put_amount(subtotal, "TaxAmount", document.vat, currency)
    add_category(subtotal, "TaxCategory", document, VAT_REASONS.get(document.vat_category))
    totals = add(root, "LegalMonetaryTotal")
    put_amount(totals, "LineExtensionAmount", document.net, currency)
    put_amount(totals, "TaxExclusiveAmount", document.net, currency)
    put_amount(totals, "TaxInclusiveAmount", document.total, currency)
    put_amount(totals, "PayableAmount", document.total, currency)


def add_category(
    parent: etree._Element, name: str, document: Document, reason: str | None = None
) -> None:
    """Add the document's VAT category; outside the scope of VAT there is no percentage."""
    category = add(parent, name)
    put(category, "ID", CATEGORIES[document.vat_category])
    if document.vat_category != "outside_scope":
        put(category, "Percent", f"{document.vat_percent:.2f}")
    put(category, "TaxExemptionReason", reason)
    put(add(category, "TaxScheme"), "ID", "VAT")
