"""What may be shown about help seekers: no number that is about fewer than ten of them.

Nought is hidden too: that nobody called about something is also about somebody. What follows by
subtraction is a number as well (`subtraction.py`), and a share or a mean is shown only where the
counts that it is made of are.
"""

MINIMUM = 10
SHARE_DECIMALS = 3  # a tenth of a percent, which is also what the page shows
MEAN_DECIMALS = 1


def shown_share(part: int | None, whole: int | None) -> float | None:
    """Return part / whole as a fraction of 1; None where either, or the rest, is not shown."""
    if part is None or whole is None or part < MINIMUM or whole - part < MINIMUM:
        return None
    return half_up(part, whole, SHARE_DECIMALS)


def shown_mean(total: int, count: int | None) -> float | None:
    """Return total / count to one decimal, or None where the count is not shown."""
    return None if count is None else half_up(total, count, MEAN_DECIMALS)


def half_up(numerator: int, denominator: int, decimals: int) -> float:
    """Return numerator / denominator, both positive, rounded half up from the exact fraction."""
    scale = int(10**decimals)
    return (2 * scale * numerator + denominator) // (2 * denominator) / scale
