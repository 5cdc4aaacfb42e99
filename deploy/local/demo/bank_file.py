"""The bank's file: a statement of one day as CAMT.053 (ISO 20022, version 08)."""

from collections.abc import Sequence
from decimal import Decimal
from xml.etree import ElementTree

from demo.payments import Entry

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
OPENING = Decimal("1000.00")
Element = ElementTree.Element


def bank_file(iban: str, bank_id: str, day: str, entries: Sequence[Entry]) -> bytes:
    """Return the file of a day, such as `2026-05-04`, with these entries in that order."""
    document = Element("Document", xmlns=NAMESPACE)
    statements = _within(document, "BkToCstmrStmt")
    header = _within(statements, "GrpHdr")
    for name, text in (("MsgId", bank_id), ("CreDtTm", f"{day}T23:00:00")):
        _within(header, name, text)
    statement = _within(statements, "Stmt")
    _within(statement, "Id", bank_id)
    account = _within(statement, "Acct")
    _within(account, "Id/IBAN", iban)
    _within(account, "Ccy", "EUR")
    _balance(statement, "OPBD", OPENING, day)
    _balance(statement, "CLBD", OPENING + sum((one.amount for one in entries), Decimal()), day)
    for place, one in enumerate(entries, start=1):
        _entry(statement, one, f"{bank_id}-{place:04d}", day)
    ElementTree.indent(document)
    written: bytes = ElementTree.tostring(document, "utf-8", xml_declaration=True)
    return written


def _entry(statement: Element, one: Entry, bank_reference: str, day: str) -> None:
    entry = _within(statement, "Ntry")
    _amount(entry, one.amount)
    _within(entry, "Sts/Cd", "BOOK")
    _within(entry, "BookgDt/Dt", day)
    _within(entry, "AcctSvcrRef", bank_reference)
    code = _within(entry, "BkTxCd/Domn")
    _within(code, "Cd", "PMNT")
    family = _within(code, "Fmly")
    _within(family, "Cd", "RCDT")
    _within(family, "SubFmlyCd", "ESCT")
    details = _within(entry, "NtryDtls/TxDtls")
    _within(details, "Refs/EndToEndId", bank_reference)
    _amount(details, one.amount)
    _within(details, "RltdPties/Dbtr/Pty/Nm", one.name)
    if one.reference is None:
        _within(details, "RmtInf/Ustrd", one.written)
        return
    reference = _within(details, "RmtInf/Strd/CdtrRefInf")
    _within(reference, "Tp/CdOrPrtry/Cd", "SCOR")
    _within(reference, "Ref", one.reference)


def _balance(statement: Element, kind: str, amount: Decimal, day: str) -> None:
    balance = _within(statement, "Bal")
    _within(balance, "Tp/CdOrPrtry/Cd", kind)
    _amount(balance, amount)
    _within(balance, "Dt/Dt", day)


def _amount(parent: Element, amount: Decimal) -> None:
    _within(parent, "Amt", str(amount)).set("Ccy", "EUR")
    _within(parent, "CdtDbtInd", "CRDT")


def _within(parent: Element, way: str, text: str | None = None) -> Element:
    """Make elements within each other; return the innermost, with a text."""
    for name in way.split("/"):
        parent = ElementTree.SubElement(parent, name)
    parent.text = text
    return parent
