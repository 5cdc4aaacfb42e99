"""Which year a page shows first."""

from collections.abc import Sequence
from datetime import date


def year_shown(today: date, priced: Sequence[int], settled: int | None) -> int:
    """Return this year if a tariff prices it; else the last that was settled, or is priced."""
    if not priced or today.year in priced:
        return today.year
    return settled or max(priced)
