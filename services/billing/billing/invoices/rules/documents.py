"""What a document says: its number, its VAT, its term of payment, its lines as they are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal
from uuid import UUID

from shared.events.vocabulary import DocumentReason, VatCategory
from stdnum.iso7064 import mod_97_10

from billing.invoices.rules.owed import Line
from billing.money import cents, half_up
from billing.tariffs.rules import Price

Kind = Literal["invoice", "credit_note"]
CURRENCY = "EUR"
# A public authority pays within 30 days of the invoice (Dutch Civil Code, article 6:119b).
DAYS_TO_PAY = 30
# In percent. Exempt as social care (article 11-1-f Wet OB 1968); a subsidy is outside its scope.
VAT_PERCENT: dict[VatCategory, Decimal] = {
    "exempt": Decimal("0.00"),
    "outside_scope": Decimal("0.00"),
    "standard": Decimal("21.00"),
}
EXACT_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that has no number yet. `credits` is the invoice that a credit note is of.

    `left` is what that invoice has left before this note, in euros without VAT.
    """

    kind: Kind
    reason: DocumentReason
    year: int
    payer: str
    lines: Sequence[Line]
    vat_category: VatCategory
    contract_id: UUID | None = None
    price: Price | None = None
    credits: str | None = None
    order_reference: str | None = None
    left: Decimal = Decimal("0.00")

    @property
    def series(self) -> str:
        """Return the series of its number: a year, or of credit notes `C` and a year."""
        return f"{'C' if self.kind == 'credit_note' else ''}{self.year}"

    @property
    def net(self) -> Decimal:
        """Return the sum of the lines, in euros without VAT."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    @property
    def vat(self) -> Decimal:
        """Return the VAT in euros, half up on the whole.

        That of a credit note is by how much it lowers the VAT of what is left: so the notes of an
        invoice never sum to more VAT than the invoice has, and to all of it at the end.
        """
        if self.kind == "invoice":
            return vat_of(self.net, self.vat_category)
        left_after = vat_of(self.left - self.net, self.vat_category)
        return vat_of(self.left, self.vat_category) - left_after


def vat_of(net: Decimal, category: VatCategory) -> Decimal:
    """Return the VAT of an amount, in euros, half up."""
    return cents(Fraction(net) * Fraction(VAT_PERCENT[category]) / 100)


def document_number(series: str, sequence: int) -> str:
    """Write the number of a document: its series and its place there, `2016-00001`."""
    return f"{series}-{sequence:05d}"


def payment_reference(number: str) -> str:
    """Return the reference by which a payment is matched: ISO 11649, `RF` and check digits."""
    bare = "".join(sign for sign in number if sign.isalnum())
    digits: str = mod_97_10.calc_check_digits(f"{bare}RF")
    return f"RF{digits}{bare}"


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


def line_as_kept(line: Line) -> dict[str, Any]:
    """Return a line as a document keeps it: amounts as text, days in ISO 8601."""
    return {
        "beneficiary": line.beneficiary,
        "name": line.name,
        "inhabitants": line.inhabitants,
        "course": line.course,
        "from": line.first_day.isoformat() if line.first_day else None,
        "until": line.last_day.isoformat() if line.last_day else None,
        "days": line.days,
        "of_days": line.of_days,
        "exact": None if line.exact is None else str(half_up(line.exact, EXACT_DECIMALS)),
        "amount": f"{line.amount:.2f}",
        "before_inhabitants": line.before_inhabitants,
        "before_days": line.before_days,
    }


def kept_line(kept: Mapping[str, Any]) -> Line:
    """Return a line of which a document is kept."""
    return Line(
        amount=Decimal(kept["amount"]),
        name=kept["name"],
        beneficiary=kept["beneficiary"],
        inhabitants=kept["inhabitants"],
        course=kept["course"],
        first_day=date.fromisoformat(kept["from"]) if kept["from"] else None,
        last_day=date.fromisoformat(kept["until"]) if kept["until"] else None,
        days=kept["days"],
        of_days=kept["of_days"],
        exact=None if kept["exact"] is None else Fraction(kept["exact"]),
        before_inhabitants=kept["before_inhabitants"],
        before_days=kept["before_days"],
    )


def billed_lines(
    documents: Iterable[tuple[Kind, Iterable[Line]]],
) -> dict[tuple[str | None, date | None], Line]:
    """Return what documents of a contract's year sum to; the newest comes last and counts."""
    found: dict[tuple[str | None, date | None], Line] = {}
    for kind, lines in documents:
        for line in lines:
            before = found[line.key].amount if line.key in found else Decimal(0)
            amount = before + (line.amount if kind == "invoice" else -line.amount)
            found[line.key] = _with_amount(line, amount)
    return found


def _with_amount(line: Line, amount: Decimal) -> Line:
    return Line(
        amount=amount, name=line.name, beneficiary=line.beneficiary, inhabitants=line.inhabitants,
        first_day=line.first_day, last_day=line.last_day, days=line.days, of_days=line.of_days,
    )  # fmt: skip
