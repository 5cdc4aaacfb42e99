"""Write the ledger of a year as an XML Auditfile Financieel 3.2.1, as the tax office defines it.

Written entry by entry: memory does not grow with the year. Its schema is looked at by the tests.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import IO, Any

from lxml import etree

from billing.exports.accounts import ACCOUNTS, JOURNALS
from billing.exports.read_ledger import Customer, Line, Totals, days_of
from billing.parties.snapshot import Snapshot

NAMESPACE = (
    "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.0/structures/"
    "XmlAuditfileFinancieel3.2.1"
)
SPACE: Any = {None: NAMESPACE}
CURRENCY = "EUR"
LONGEST_NAME = 50
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Book:
    """What stands in an audit file before its transactions."""

    year: int
    today: date
    seller: Snapshot
    customers: Sequence[Customer]
    opening: Sequence[tuple[Any, Decimal]]
    totals: Totals


async def write_xaf(file: IO[bytes], book: Book, lines: AsyncIterator[Line]) -> None:
    """Write the audit file; `lines` are of one journal after the other, of one entry at a time."""
    with ExitStack() as open_elements:
        xml = open_elements.enter_context(etree.xmlfile(file, encoding="utf-8"))
        xml.write_declaration()

        def begin(name: str, into: ExitStack = open_elements) -> None:
            into.enter_context(xml.element(f"{{{NAMESPACE}}}{name}", nsmap=SPACE))

        begin("auditfile")
        xml.write(_header(book))
        begin("company")
        for part in _company(book):
            xml.write(part)
        begin("transactions")
        for part in _sums(book.totals.lines, book.totals.debit, book.totals.credit):
            xml.write(part)
        journal, opened = None, open_elements.enter_context(ExitStack())
        async for entry in _entries(lines):
            if entry[0].source != journal:
                journal = entry[0].source
                opened.close()
                begin("journal", opened)
                for part in _journal(journal, book.seller):
                    xml.write(part)
            xml.write(_transaction(entry))


async def _entries(lines: AsyncIterator[Line]) -> AsyncIterator[list[Line]]:
    entry: list[Line] = []
    async for line in lines:
        if entry and line.entry_id != entry[0].entry_id:
            yield entry
            entry = []
        entry.append(line)
    if entry:
        yield entry


def _header(book: Book) -> Any:
    first, last = days_of(book.year)
    return _element("header", [
        _text("fiscalYear", book.year), _text("startDate", first), _text("endDate", last),
        _text("curCode", CURRENCY), _text("dateCreated", book.today),
        _text("softwareDesc", "Sensoor billing"),
    ])  # fmt: skip


def _company(book: Book) -> Iterator[Any]:
    seller = book.seller
    yield from _given("companyIdent", seller.kvk)
    yield _text("companyName", seller.name)
    yield _text("taxRegistrationCountry", seller.country)
    yield _text("taxRegIdent", seller.vat_number or seller.kvk or "")
    yield _element("streetAddress", [
        _text("streetname", seller.street), _text("city", seller.city),
        _text("postalCode", seller.postal_code), _text("country", seller.country),
    ])  # fmt: skip
    yield _element("customersSuppliers", map(_customer, book.customers))
    yield _element("generalLedger", (
        _element("ledgerAccount", [_text("accID", account.code), _text("accDesc", account.name),
                                   _text("accTp", account.kind)])
        for account in ACCOUNTS.values()
    ))  # fmt: skip
    yield _element("periods", (_period(book.year, month) for month in range(1, MONTHS + 1)))
    if book.opening:
        yield _opening(book)


def _customer(customer: Customer) -> Any:
    return _element("customerSupplier", [
        _text("custSupID", customer.party), _text("custSupName", customer.name[:LONGEST_NAME]),
        *_given("commerceNr", customer.kvk), *_given("taxRegIdent", customer.vat_number),
        _text("custSupTp", "C"),
    ])  # fmt: skip


def _period(year: int, month: int) -> Any:
    after = date(year + month // MONTHS, month % MONTHS + 1, 1)
    return _element("period", [
        _text("periodNumber", month), _text("startDatePeriod", date(year, month, 1)),
        _text("endDatePeriod", after - timedelta(1)),
    ])  # fmt: skip


def _opening(book: Book) -> Any:
    debit = sum((amount for _, amount in book.opening if amount > 0), Decimal("0.00"))
    lines = (
        _element("obLine", [_text("nr", place), _text("accID", ACCOUNTS[account].code),
                            *_amount(amount)])
        for place, (account, amount) in enumerate(book.opening, start=1)
    )  # fmt: skip
    day = _text("opBalDate", date(book.year, 1, 1))
    return _element("openingBalance", [day, *_sums(len(book.opening), debit, debit), *lines])


def _journal(source: Any, seller: Snapshot) -> Iterator[Any]:
    journal = JOURNALS[source]
    yield from (_text("jrnID", journal.code), _text("desc", journal.name))
    yield _text("jrnTp", journal.kind)
    if source == "payment":
        yield _text("offsetAccID", ACCOUNTS["bank"].code)
        yield from _given("bankAccNr", seller.iban)


def _transaction(entry: Sequence[Line]) -> Any:
    first = entry[0]
    return _element("transaction", [
        _text("nr", first.entry_id.replace("-", "")), _text("periodNumber", first.day.month),
        _text("trDt", first.day), *map(_line, entry),
    ])  # fmt: skip


def _line(line: Line) -> Any:
    return _element("trLine", [
        _text("nr", line.place), _text("accID", ACCOUNTS[line.account].code),
        _text("docRef", line.reference), _text("effDate", line.day), *_amount(line.amount),
        *_given("custSupID", line.payer), *_given("invRef", line.number),
    ])  # fmt: skip


def _sums(lines: int, debit: Decimal, credit: Decimal) -> Iterator[Any]:
    yield _text("linesCount", lines)
    yield _text("totalDebit", debit)
    yield _text("totalCredit", credit)


def _amount(amount: Decimal) -> Iterator[Any]:
    yield _text("amnt", abs(amount))
    yield _text("amntTp", "D" if amount > 0 else "C")


def _given(name: str, value: str | None) -> Iterator[Any]:
    if value:
        yield _text(name, value)


def _text(name: str, value: object) -> Any:
    element = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap=SPACE)
    element.text = str(value)
    return element


def _element(name: str, inside: Iterable[Any]) -> Any:
    element = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap=SPACE)
    element.extend(inside)
    return element
