"""How the municipalities pay in the demo: most what is asked. Pure; amounts in euros."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

How = Literal["by_reference", "without_reference", "short", "twice", "not_at_all"]
SHORT_BY = Decimal("100.00")
CREDITED = Decimal("25.00")
# Of whom, nobody knows.
UNKNOWN = Decimal("250.00")


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice as its payer has it."""

    code: str
    name: str
    number: str
    reference: str
    total: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """Money that came, with a structured reference or without, and what was written."""

    amount: Decimal
    name: str
    reference: str | None = None
    written: str = ""


def how(place: int) -> How:
    """Return how the municipality at a place in the order of codes pays."""
    if place in (0, 3):
        return "without_reference" if place == 0 else "twice"
    if place % 20 in (1, 2):
        return "not_at_all" if place % 20 == 1 else "short"
    return "by_reference"


def entries(bills: Sequence[Bill]) -> Iterator[Entry]:
    """Yield what comes on the bank for bills in the order of codes, and one more of whom?"""
    for place, bill in enumerate(bills):
        match how(place):
            case "not_at_all":
                continue
            case "without_reference":
                yield Entry(bill.total, bill.name, written=f"factuur {bill.number}")
            case "short":
                yield Entry(bill.total - SHORT_BY, bill.name, bill.reference)
            case "twice":
                yield Entry(bill.total, bill.name, bill.reference)
                yield Entry(bill.total, bill.name, bill.reference)
            case _:
                yield Entry(bill.total, bill.name, bill.reference)
    yield Entry(UNKNOWN, "Onbekend", written="voor het goede werk")


def to_be_held(totals: Sequence[Decimal]) -> dict[str, Decimal]:
    """Return what billing must hold in the end, of invoices with these totals in that order."""
    by: dict[How, list[Decimal]] = {}
    for place, total in enumerate(totals):
        by.setdefault(how(place), []).append(total)
    unpaid, short = by.get("not_at_all", []), by.get("short", [])
    twice, by_hand = _sum(by, "twice"), _sum(by, "without_reference")
    by_reference = _sum(by, "by_reference") + _sum(by, "short") + twice - SHORT_BY * len(short)
    return {
        "received_by_bank": by_reference + by_hand + twice + UNKNOWN,
        "paid_by_reference": by_reference,
        "paid_by_hand": by_hand,
        "unallocated": twice + UNKNOWN,
        "credited_total": CREDITED,
        "open_total": sum(totals, Decimal()) - by_reference - by_hand - CREDITED,
        "reminders_released": Decimal(len(unpaid) + len(short)),
    }


def _sum(by: Mapping[How, Sequence[Decimal]], name: How) -> Decimal:
    return sum(by.get(name, []), Decimal())
