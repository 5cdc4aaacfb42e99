"""How what is owed less comes back: by credit notes on the invoices that billed it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from shared.refusals import Refusal

from billing.invoices.rules.owed import Line


class CreditAboveInvoice(Refusal):
    """A credit note would be for more than is left of its invoice."""


@dataclass(frozen=True, slots=True)
class Credited:
    """An invoice: what is left of each line, in euros without VAT, after its credit notes."""

    number: str
    left: dict[str, Decimal]


def line_name(line: Line) -> str:
    """Return what names a line in its invoice: a municipality and its first day, or a course."""
    return f"{line.beneficiary or line.course}{line.first_day or ''}"


def spread_credit(
    less: Iterable[Line], invoices: Sequence[Credited]
) -> list[tuple[str, list[Line]]]:
    """Return the lines to credit of each invoice, the newest first.

    Raises `CreditAboveInvoice` where credits that were agreed left too little.
    """
    found: list[tuple[str, list[Line]]] = []
    rest = list(less)
    for invoice in reversed(invoices):
        credited, rest = _take(rest, invoice)
        if credited:
            found.append((invoice.number, credited))
    if rest:
        missing = sum((line.amount for line in rest), Decimal(0))
        raise CreditAboveInvoice(
            f"EUR {missing} more is to be credited than is left of the invoices of that year, of"
            " which credits were agreed. Settle it with the payer."
        )
    return found


def _take(lines: Iterable[Line], invoice: Credited) -> tuple[list[Line], list[Line]]:
    """Return what the invoice has left of these lines, and the rest."""
    credited, rest = [], []
    for line in lines:
        taken = min(line.amount, invoice.left.get(line_name(line), Decimal(0)))
        if taken > 0:
            credited.append(replace(line, amount=taken))
        if line.amount > taken:
            rest.append(replace(line, amount=line.amount - taken))
    return credited, rest
