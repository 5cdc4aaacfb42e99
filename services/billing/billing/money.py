"""Rounding of money: amounts are exact fractions until they are printed, then rounded half-up."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

Unit = Literal["cent", "euro"]

CENTS = 2
PRINTED_PRICE_DECIMALS = 3  # the offer prints prices per inhabitant as EUR 0.261


def half_up(value: Fraction, decimals: int) -> Decimal:
    """Round an amount of at least 0 to so many decimals; an exact half goes up."""
    scale = 10**decimals
    units = (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)
    return Decimal(units).scaleb(-decimals)


def cents(value: Fraction) -> Decimal:
    """Round an amount in euros to the cent."""
    return half_up(value, CENTS)


def round_to(value: Fraction, unit: Unit) -> Decimal:
    """Round an amount in euros to the cent or the whole euro; it has two decimals either way."""
    return cents(value) if unit == "cent" else cents(Fraction(half_up(value, 0)))
