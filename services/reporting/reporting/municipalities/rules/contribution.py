"""What a municipality contributes in a year."""

from decimal import Decimal

CENTS = 100


def contribution(inhabitants: int, numerator: int, denominator: int) -> Decimal:
    """Return the contribution in euros: the price, `numerator` / `denominator`, times inhabitants.

    Rounded half up to the cent from the exact fraction, as billing invoices it.
    """
    amount = 2 * inhabitants * numerator * CENTS + denominator
    return Decimal(amount // (2 * denominator)).scaleb(-2)
