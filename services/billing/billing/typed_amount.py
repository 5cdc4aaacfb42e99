"""Amounts as people type them."""

import re
from decimal import Decimal

# Thousands are separated by the one of `.` and `,` that does not separate the cents.
TYPED = re.compile(
    r"(?P<whole>\d{1,10}|\d{1,3}(\.\d{3})+(?=,|$)|\d{1,3}(,\d{3})+(?=\.|$))([.,](?P<part>\d{1,2}))?"
)


def typed_amount(text: str) -> Decimal | None:
    """Read an amount above zero as people type it: `12`, `12.50`, `12,50`, `1.234,50`; or None."""
    found = TYPED.fullmatch(text.strip())
    if found is None:
        return None
    whole, part = found["whole"].replace(".", "").replace(",", ""), found["part"] or "0"
    amount = Decimal(f"{whole}.{part}").quantize(Decimal("0.01"))
    return amount or None
