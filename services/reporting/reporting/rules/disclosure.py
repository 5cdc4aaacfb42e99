"""What may be shown about help seekers: no number that is about fewer than ten of them.

Nought is hidden too: that nobody called about something is also about somebody. A share or a
mean is hidden when a number that it is made of is, its complement included.
"""

MINIMUM = 10
SHARE_DECIMALS = 3  # a tenth of a percent, which is also what the page shows
MEAN_DECIMALS = 1


def shown_count(count: int) -> int | None:
    """Return the count, or None where it is too small to be shown."""
    return count if count >= MINIMUM else None


def shown_share(part: int, whole: int) -> float | None:
    """Return part / whole as a fraction of 1, or None where the part or the rest is too small."""
    if part < MINIMUM or whole - part < MINIMUM:
        return None
    return half_up(part, whole, SHARE_DECIMALS)


def shown_mean(total: int, count: int) -> float | None:
    """Return total / count to one decimal, or None where the count is too small."""
    return half_up(total, count, MEAN_DECIMALS) if count >= MINIMUM else None


def half_up(numerator: int, denominator: int, decimals: int) -> float:
    """Return numerator / denominator, both positive, rounded half up from the exact fraction."""
    scale = int(10**decimals)
    return (2 * scale * numerator + denominator) // (2 * denominator) / scale
