"""How what is owed less comes back: by credit notes on the invoices that billed it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from shared.refusals import BadInput, Refusal

from billing.invoices.rules.owed import Line


class CreditAboveInvoice(Refusal):
    """A credit note would be for more than is left of its invoice."""


class NothingLeft(Refusal):
    """An invoice is credited whole already."""


class UnknownLine(BadInput):
    """An invoice has no such line."""


class LineTwice(BadInput):
    """A line of an invoice is named more than once."""


class NoAmount(BadInput):
    """A credit of nothing."""


@dataclass(frozen=True, slots=True)
class Credited:
    """An invoice: what is left of each line, in euros without VAT, after its credit notes."""

    number: str
    left: dict[str, Decimal]

    @property
    def net(self) -> Decimal:
        """Return what is left of the invoice, in euros without VAT."""
        return sum(self.left.values(), Decimal("0.00"))


def line_name(line: Line) -> str:
    """Return what names a line in its invoice: a municipality and its first day, or a course."""
    return f"{line.beneficiary or line.course}{line.first_day or ''}"


def spread_credit(
    less: Iterable[Line], invoices: Sequence[Credited]
) -> list[tuple[Credited, list[Line]]]:
    """Return the lines to credit of each invoice, the newest first.

    Raises `CreditAboveInvoice` where credits that were agreed left too little.
    """
    found: list[tuple[Credited, list[Line]]] = []
    rest = list(less)
    for invoice in reversed(invoices):
        credited, rest = _take(rest, invoice)
        if credited:
            found.append((invoice, credited))
    if rest:
        missing = sum((line.amount for line in rest), Decimal(0))
        raise CreditAboveInvoice(
            f"EUR {missing} more is to be credited than is left of the invoices of that year, of"
            " which credits were agreed. Settle it with the payer."
        )
    return found


def all_that_is_left(lines: Iterable[Line], invoice: Credited) -> list[Line]:
    """Return the lines that credit an invoice whole; raises `NothingLeft`."""
    credited, _ = _take(lines, invoice)
    if not credited:
        raise NothingLeft(f"Invoice {invoice.number} is credited whole already.")
    return credited


def agreed_credit(
    lines: Sequence[Line], invoice: Credited, wanted: Sequence[tuple[int, Decimal]]
) -> list[Line]:
    """Return the lines of a credit note; `wanted` are places from 1 and amounts without VAT.

    Raises `UnknownLine`, `LineTwice`, `NoAmount` and `CreditAboveInvoice`.
    """
    places = [place for place, _ in wanted]
    unknown = [place for place in places if place > len(lines)]
    if unknown:
        raise UnknownLine(f"Invoice {invoice.number} has {len(lines)} lines; {unknown[0]} is none.")
    if len(set(places)) < len(places):
        raise LineTwice("Name each line once, with the sum of what is credited of it.")
    if any(amount <= 0 for _, amount in wanted):
        raise NoAmount("Credit at least EUR 0.01 of each line that you name.")
    asked = [replace(lines[place - 1], amount=amount) for place, amount in wanted]
    credited, above = _take(asked, invoice)
    if above:
        name = above[0].beneficiary or above[0].course
        raise CreditAboveInvoice(
            f"Of the line of {name} of invoice {invoice.number}, EUR"
            f" {invoice.left[line_name(above[0])]} are left, without VAT. Credit that or less."
        )
    return credited


def _take(lines: Iterable[Line], invoice: Credited) -> tuple[list[Line], list[Line]]:
    """Return what the invoice has left of these lines, and the rest."""
    credited, rest, left = [], [], dict(invoice.left)
    for line in lines:
        name = line_name(line)
        taken = min(line.amount, left.get(name, Decimal(0)))
        left[name] = left.get(name, Decimal(0)) - taken
        if taken > 0:
            credited.append(replace(line, amount=taken))
        if line.amount > taken:
            rest.append(replace(line, amount=line.amount - taken))
    return credited, rest
