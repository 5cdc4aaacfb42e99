"""Read a CAMT.053 file (ISO 20022, bank to customer statement), versions 02 and 08.

The schemas beside this file are those of ISO 20022, unchanged. The file is checked while it is
read, as a stream: memory is that of the result. A DTD is refused, so there are no entities to
expand or to fetch; libxml2's own limits on depth and length of text stay on.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from billing.payments.rules import (
    BalanceMissing,
    CamtMalformed,
    CurrencyNotEuro,
    EntryNotBooked,
    Movement,
    Statement,
    check_amount,
)

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."
VERSIONS = ("02", "08")
CURRENCY = "EUR"
# The balance booked at the end of the day before is also written as "previously closed booked".
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)
SAFE: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def read_camt(content: bytes) -> list[Statement]:
    """Return the statements of a file, in its order.

    Raises `CamtMalformed`, `CurrencyNotEuro`, `AmountNotInCents`, `BalanceMissing` and
    `EntryNotBooked`.
    """
    try:
        return list(_statements(content, _version(content)))
    except etree.XMLSyntaxError as error:
        raise _malformed(error.error_log) from None


def _version(content: bytes) -> str:
    """Return the version of the root element; refuse another document, and any DTD."""
    for _, root in etree.iterparse(BytesIO(content), events=("start",), **SAFE):
        if root.getroottree().docinfo.doctype:
            raise CamtMalformed("a DTD is not accepted: leave it out, and its entities")
        for version in VERSIONS:
            if root.tag == f"{{{NAMESPACE}{version}}}Document":
                return version
        break
    raise CamtMalformed(f"send a Document of {NAMESPACE}{VERSIONS[0]} or {VERSIONS[1]}")


@cache
def _schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(__file__).parent / f"camt.053.001.{version}.xsd"))


def _statements(content: bytes, version: str) -> Iterator[Statement]:
    space = f"{{{NAMESPACE}{version}}}"
    entry, statement, document = (space + name for name in ("Ntry", "Stmt", "Document"))
    movements: list[Movement] = []
    whole = False
    events = etree.iterparse(
        BytesIO(content), tag=(entry, statement, document), schema=_schema(version), **SAFE
    )
    for _, element in events:
        # lxml would raise it when all has been read.
        if len(events.error_log):
            raise _malformed(events.error_log, f" near entry {len(movements) + 1}")
        if element.tag == entry:
            movements.append(_movement(space, element, len(movements) + 1))
            before = element.getprevious()
            if before.tag == entry:
                before.getparent().remove(before)
        elif element.tag == statement:
            yield _statement(space, element, movements)
            movements = []
        whole = element.tag == document
        element.clear(keep_tail=False)
    # While a schema is checked, lxml tells nobody that the file ended early.
    if not whole:
        raise CamtMalformed("the file ends before its Document does: send the whole of it")


def _statement(space: str, element: Any, movements: list[Movement]) -> Statement:
    bank_id = _text(space, element, "Id") or ""
    if (_text(space, element, "Acct/Ccy") or CURRENCY) != CURRENCY:
        raise CurrencyNotEuro("the account is not in euros: send a statement of a euro account")
    opening, opened_on = _balance(space, element, OPENING)
    closing, closed_on = _balance(space, element, CLOSING)
    return Statement(
        # An account without an IBAN is nobody's that we know.
        iban=_text(space, element, "Acct/Id/IBAN") or "",
        bank_id=bank_id,
        from_day=_day(_text(space, element, "FrToDt/FrDtTm")) or opened_on,
        until_day=_day(_text(space, element, "FrToDt/ToDtTm")) or closed_on,
        opening=opening,
        closing=closing,
        movements=[
            one if one.bank_reference else replace(one, bank_reference=f"{bank_id}/{place}")
            for place, one in enumerate(movements, start=1)
        ],
    )


def _balance(space: str, statement: Any, kinds: tuple[str, ...]) -> tuple[Decimal, date]:
    balances = statement.findall(_path(space, "Bal"))
    for kind in kinds:
        for balance in balances:
            if _text(space, balance, "Tp/CdOrPrtry/Cd") == kind:
                day = _day(_text(space, balance, "Dt/Dt", "Dt/DtTm"))
                assert day is not None  # by the schema
                return _amount(space, balance), day
    raise BalanceMissing(f"a statement has a balance (Bal) of type {' or '.join(kinds)}")


def _movement(space: str, entry: Any, place: int) -> Movement:
    booked_on = _day(_text(space, entry, "BookgDt/Dt", "BookgDt/DtTm"))
    if _text(space, entry, "Sts/Cd", "Sts") != "BOOK" or booked_on is None:
        raise EntryNotBooked(f"entry {place} lacks the status BOOK or a booking date (BookgDt)")
    amount = _amount(space, entry)
    reference = remittance = counterparty = None
    transactions = entry.findall(_path(space, "NtryDtls/TxDtls"))
    if len(transactions) == 1:  # what a batch of several pays, a person looks up
        [one] = transactions
        reference = _text(space, one, "RmtInf/Strd/CdtrRefInf/Ref")
        lines = [line.text or "" for line in one.iterfind(_path(space, "RmtInf/Ustrd"))]
        remittance = " ".join(lines).strip() or None
        party = "RltdPties/Dbtr" if amount > 0 else "RltdPties/Cdtr"
        counterparty = _text(space, one, f"{party}/Nm", f"{party}/Pty/Nm")
    return Movement(
        bank_reference=_text(space, entry, "AcctSvcrRef") or "",
        booked_on=booked_on,
        amount=amount,
        reference=reference.replace(" ", "").upper() if reference else None,
        remittance=remittance or _text(space, entry, "AddtlNtryInf"),
        counterparty=counterparty,
    )


def _amount(space: str, element: Any) -> Decimal:
    written = element.find(_path(space, "Amt"))
    if written.get("Ccy") != CURRENCY:
        raise CurrencyNotEuro("an amount is not in euros: send a statement of a euro account")
    amount = Decimal(written.text.strip())
    check_amount(amount)
    return amount if _text(space, element, "CdtDbtInd") == "CRDT" else -amount


def _text(space: str, element: Any, *ways: str) -> str | None:
    """Return the text at the first way that leads to any; a way is `BookgDt/Dt`."""
    for way in ways:
        if found := element.findtext(_path(space, way)):
            return str(found).strip() or None
    return None


@cache
def _path(space: str, way: str) -> str:
    return "/".join(space + name for name in way.split("/"))


def _day(text: str | None) -> date | None:
    """Return the day of a date or of a moment, as the bank wrote it."""
    return date.fromisoformat(text[:10]) if text else None


def _malformed(log: Any, place: str = "") -> CamtMalformed:
    """Return the refusal with libxml2's name of what is wrong; its text repeats what came in."""
    name = log[0].type_name if len(log) else "not well formed"
    return CamtMalformed(
        f"the XML is broken, or not as the schema of CAMT.053 asks{place} ({name}): let the bank"
        " make the file anew"
    )
