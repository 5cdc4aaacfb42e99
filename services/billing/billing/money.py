"""Rounding of money: amounts are exact fractions until they are printed, then rounded half-up."""

import re
from decimal import Decimal
from fractions import Fraction

CENTS = 2
PRINTED_PRICE_DECIMALS = 3  # the offer prints prices per inhabitant as EUR 0.261

# Thousands are separated by the one of `.` and `,` that does not separate the cents.
TYPED = re.compile(
    r"(?P<whole>\d{1,10}|\d{1,3}(\.\d{3})+(?=,|$)|\d{1,3}(,\d{3})+(?=\.|$))([.,](?P<part>\d{1,2}))?"
)


def half_up(value: Fraction, decimals: int) -> Decimal:
    """Round an amount of at least 0 to so many decimals; an exact half goes up."""
    scale = 10**decimals
    units = (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)
    return Decimal(units).scaleb(-decimals)


def cents(value: Fraction) -> Decimal:
    """Round an amount in euros to the cent."""
    return half_up(value, CENTS)


def typed_amount(text: str) -> Decimal | None:
    """Read an amount above zero as people type it: `12`, `12.50`, `12,50`, `1.234,50`; or None."""
    found = TYPED.fullmatch(text.strip())
    if found is None:
        return None
    whole, part = found["whole"].replace(".", "").replace(",", ""), found["part"] or "0"
    amount = Decimal(f"{whole}.{part}").quantize(Decimal("0.01"))
    return amount or None
