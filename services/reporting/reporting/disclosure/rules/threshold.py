"""The threshold rule: a number about fewer than ten help seekers is not shown.

Zero is hidden too. A share or a mean is shown only where the counts that it is computed from are
shown. `suppression.py` hides what would follow from the shown counts by subtraction. Live figures
change all the time, and no audit can follow them: they are rounded.
"""

MINIMUM = 10
BASE = 5  # what is live is rounded to a multiple of it
SHARE_DECIMALS = 3  # a tenth of a percent; the page shows the same
MEAN_DECIMALS = 1


def shown_share(part: int | None, whole: int | None) -> float | None:
    """Return part / whole as a fraction of 1.

    None where part or whole is not shown, or where the rest (whole - part) is below the threshold.
    """
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


def rounded(count: int) -> int | None:
    """Return a live count as the nearest multiple of five, or None below fifteen.

    A reader who sees it before and after an attempt learns at most that a boundary was passed.
    """
    if count < MINIMUM + BASE:
        return None
    return BASE * ((2 * count + BASE) // (2 * BASE))
