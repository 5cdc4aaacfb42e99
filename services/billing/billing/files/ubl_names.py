"""The names of UBL 2.1, and how its elements are built."""

from decimal import Decimal
from typing import Any

from lxml import etree

INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDIT_NOTE = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"


def root_of(name: str, namespace: str) -> etree._Element:
    """Return the outermost element of a document, `Invoice` or `CreditNote`."""
    prefixes: Any = {None: namespace, "cac": CAC, "cbc": CBC}  # the stubs know no None
    return etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)


def add(parent: etree._Element, *names: str) -> etree._Element:
    """Add an aggregate, and in it the next that is named; return the innermost."""
    for name in names:
        parent = etree.SubElement(parent, f"{{{CAC}}}{name}")
    return parent


def put(parent: etree._Element, name: str, value: object, **attributes: str) -> None:
    """Add a basic element with its text; none for None, for an empty element is refused."""
    if value is not None:
        etree.SubElement(parent, f"{{{CBC}}}{name}", attributes).text = str(value)


def put_amount(parent: etree._Element, name: str, amount: Decimal, currency: str) -> None:
    """Add an amount with two decimals."""
    put(parent, name, f"{amount:.2f}", currencyID=currency)
