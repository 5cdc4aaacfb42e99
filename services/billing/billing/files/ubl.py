"""A document as UBL 2.1, in the profile of Peppol (BIS Billing 3.0) or of the Netherlands (NLCIUS).

Both profiles are EN 16931. They differ in their name, and in that NLCIUS wants to see on a credit
note, too, how is paid.
"""

from typing import Literal

from lxml import etree

from billing.files.ubl_lines import add_line
from billing.files.ubl_names import CREDIT_NOTE, INVOICE, add, put, root_of
from billing.files.ubl_party import add_party, check_parties
from billing.files.ubl_totals import add_totals
from billing.files.wording import credit_terms
from billing.tables import Document

Profile = Literal["peppol", "nlcius"]
CUSTOMIZATIONS: dict[Profile, str] = {
    "peppol": "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    "nlcius": "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0",
}
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
COMMERCIAL_INVOICE, CREDIT = "380", "381"  # UN/CEFACT 1001
SEPA_TRANSFER = "58"  # UN/CEFACT 4461


def ubl(document: Document, profile: Profile) -> bytes:
    """Return an issued document as UBL; the same document gives the same bytes.

    Raises `DocumentIncomplete` if seller or buyer lack what an electronic invoice must say.
    """
    check_parties(document)
    invoice = document.kind == "invoice"
    root = root_of("Invoice", INVOICE) if invoice else root_of("CreditNote", CREDIT_NOTE)
    _add_head(root, document, profile)
    # Who is outside the scope of VAT is not named by a VAT number (BR-O-02).
    taxed = document.vat_category != "outside_scope"
    for role, party in (
        ("AccountingSupplierParty", document.seller),
        ("AccountingCustomerParty", document.buyer),
    ):
        add_party(root, role, party, party["vat_number"] if taxed else None)
    if invoice or profile == "nlcius":
        _add_payment(root, document)
    if not invoice:
        put(add(root, "PaymentTerms"), "Note", credit_terms(document))
    add_totals(root, document)
    for place, line in enumerate(document.lines, 1):
        add_line(root, document, place, line)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _add_head(root: etree._Element, document: Document, profile: Profile) -> None:
    put(root, "CustomizationID", CUSTOMIZATIONS[profile])
    put(root, "ProfileID", PROCESS)
    put(root, "ID", document.number)
    put(root, "IssueDate", document.issued_on)
    if document.kind == "invoice":
        put(root, "DueDate", document.due_on)
        put(root, "InvoiceTypeCode", COMMERCIAL_INVOICE)
    else:
        put(root, "CreditNoteTypeCode", CREDIT)
    put(root, "DocumentCurrencyCode", document.currency)
    put(root, "BuyerReference", document.buyer["buyer_reference"])
    if document.contract_id:
        period = add(root, "InvoicePeriod")
        put(period, "StartDate", f"{document.year:04d}-01-01")
        put(period, "EndDate", f"{document.year:04d}-12-31")
    if document.order_reference:
        put(add(root, "OrderReference"), "ID", document.order_reference)
    if document.credits:
        put(add(root, "BillingReference", "InvoiceDocumentReference"), "ID", document.credits)


def _add_payment(root: etree._Element, document: Document) -> None:
    means = add(root, "PaymentMeans")
    put(means, "PaymentMeansCode", SEPA_TRANSFER)
    put(means, "PaymentID", document.payment_reference)
    put(add(means, "PayeeFinancialAccount"), "ID", document.seller["iban"])
