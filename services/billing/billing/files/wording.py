"""What a document says in Dutch, the language of those who pay."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from billing.tables import Document

Line = Mapping[str, Any]
TITLES = {"invoice": "Factuur", "credit_note": "Creditfactuur"}
SERVICE, COURSE = "Luisterend oor en advies", "Training"
VAT_REASONS = {
    "exempt": (
        "Vrijgesteld van btw: artikel 11, lid 1, onderdeel f, van de Wet op de omzetbelasting 1968"
    ),
    "outside_scope": "Subsidie: buiten de heffing van btw",
}
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip


def long_date(day: date) -> str:
    """Return a date as `5 januari 2016`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def thousands(count: int) -> str:
    """Return a whole number as `46.997`."""
    return f"{count:,}".replace(",", ".")


def line_name(document: Document, line: Line) -> str:
    """Return what a line is about: a municipality's year, or a course."""
    if line["course"]:
        return f"{COURSE} {line['name']}"
    return f"{SERVICE} {document.year}, {line['name']}"


def line_note(line: Line) -> str | None:
    """Return what else a line counts: its days, and what was invoiced for before."""
    if line["course"]:
        return long_date(date.fromisoformat(line["from"]))
    said = []
    days, of_days = line["days"], line["of_days"]
    if days is not None and days != of_days:
        first, last = (long_date(date.fromisoformat(line[name])) for name in ("from", "until"))
        said.append(f"{first} tot en met {last}, {days} van {of_days} dagen")
    before, before_days = line["before_inhabitants"], line["before_days"]
    if before is not None and before != line["inhabitants"]:
        said.append(f"eerder {thousands(before)} inwoners gefactureerd")
    if before_days is not None and before_days != days:
        said.append(f"eerder {before_days} dagen gefactureerd")
    return "; ".join(said) or None


def credit_terms(document: Document) -> str:
    """Return what happens with the amount of a credit note."""
    return f"Dit bedrag is in mindering gebracht op factuur {document.credits}."


def euros(amount: Decimal, decimals: int = 2) -> str:
    """Return an amount as `12.216,57`."""
    return f"{amount:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
