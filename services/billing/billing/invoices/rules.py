"""An invoice: a settled price times the inhabitants of each beneficiary, rounded per line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from billing.money import cents
from billing.tariffs.rules import Price

CURRENCY = "EUR"
# A public authority pays within 30 days of the invoice (Dutch Civil Code, article 6:119b).
DAYS_TO_PAY = 30
# Taken to be exempt from VAT as social care; to be confirmed with the tax office.
VAT = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Line:
    """What a beneficiary (CBS code) of so many inhabitants owes, in euros."""

    beneficiary: str
    inhabitants: int
    amount: Decimal


def invoice_lines(price: Price, inhabitants: Iterable[tuple[str, int]]) -> list[Line]:
    """Return one line per beneficiary in order of code; each amount is rounded by itself."""
    exact = price.exact
    return [Line(code, count, cents(exact * count)) for code, count in sorted(inhabitants)]


def total_of(lines: Iterable[Line]) -> Decimal:
    """Return the total of an invoice: the sum of its rounded lines, without VAT."""
    return sum((line.amount for line in lines), VAT)


def invoice_number(year: int, sequence: int) -> str:
    """Write the number of an invoice: its year and its sequence in that year, `2016-00001`."""
    return f"{year}-{sequence:05d}"


def due_on(issued_on: date) -> date:
    """Return the last day of the term of payment."""
    return issued_on + timedelta(days=DAYS_TO_PAY)


def year_shown(today: date, covered: tuple[int, int] | None, settled: int | None) -> int:
    """Return the year that a page shows first.

    That is this year if contracts cover it; else the last one that was settled, which has invoices;
    else the nearest that contracts cover.
    """
    first, last = covered or (today.year, today.year)
    if first <= today.year <= last:
        return today.year
    return settled or min(max(today.year, first), last)
