"""The lines of a document in UBL."""

from decimal import Decimal
from fractions import Fraction

from lxml import etree

from billing.files.ubl_names import add, put, put_amount
from billing.files.ubl_totals import add_category
from billing.files.wording import Line, line_name, line_note
from billing.tables import Document

PERSON, ONE = "IE", "C62"  # units of UN/ECE recommendation 20
SLACK = Fraction(2, 100)  # euros: quantity x price may differ by so much (PEPPOL-EN16931-R120)


def add_line(root: etree._Element, document: Document, place: int, line: Line) -> None:
    """Add a line; its quantity times its price is its amount, as nearly as the rules ask."""
    invoice = document.kind == "invoice"
    element = add(root, "InvoiceLine" if invoice else "CreditNoteLine")
    put(element, "ID", place)
    amount = Decimal(line["amount"])
    inhabitants = _inhabitants(document, line, amount)
    unit = PERSON if inhabitants else ONE
    name = "InvoicedQuantity" if invoice else "CreditedQuantity"
    put(element, name, inhabitants or 1, unitCode=unit)
    put_amount(element, "LineExtensionAmount", amount, document.currency)
    if line["from"]:
        period = add(element, "InvoicePeriod")
        put(period, "StartDate", line["from"])
        put(period, "EndDate", line["until"])
    item = add(element, "Item")
    put(item, "Description", line_note(line))
    put(item, "Name", line_name(document, line))
    add_category(item, "ClassifiedTaxCategory", document)
    price = add(element, "Price")
    if inhabitants:
        put(price, "PriceAmount", document.budget, currencyID=document.currency)
        put(price, "BaseQuantity", document.participating, unitCode=unit)
    else:
        put_amount(price, "PriceAmount", amount, document.currency)


def _inhabitants(document: Document, line: Line, amount: Decimal) -> int | None:
    """Return how many inhabitants make the amount at the year's exact price; None: none do.

    The price is the budget for all who take part, which UBL says as a price with a base quantity.
    A part of a year, an amount in whole euros and one that was agreed are no number of inhabitants.
    """
    if not (document.budget and document.participating and line["inhabitants"] is not None):
        return None
    inhabitants = abs(int(line["inhabitants"]) - int(line["before_inhabitants"] or 0))
    exact = Fraction(inhabitants * document.budget, document.participating)
    return inhabitants if inhabitants and abs(exact - Fraction(amount)) <= SLACK else None
