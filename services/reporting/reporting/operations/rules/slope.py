"""How much one number changes with another, hour of day by hour of day, and how sure that is.

Ordinary least squares after the mean of each group (an hour of working days, an hour of the
weekend) was taken away: what differs between night and evening says nothing here. The uncertainty
is computed by days, because the hours of one day resemble one another (cluster-robust errors,
Liang and Zeger, Biometrika 1986;73:13).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEAST_DAYS = 14
# Of t with 13 degrees of freedom, for 95%: a little too wide where there are more days.
T = 2.16
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Slope:
    """How much y rises for each x, and the bounds of its 95% interval."""

    value: float
    low: float
    high: float


def slope(
    y: ArrayLike,
    x: ArrayLike,
    *,
    groups: ArrayLike,
    days: ArrayLike,
    beside: ArrayLike | None = None,
) -> Slope | None:
    """Return how y rises with x within the groups; all are sequences of one length.

    `beside` is held equal. None where fewer than fourteen days are known, or x does not vary.
    """
    day_numbers = np.unique(np.asarray(days), return_inverse=True)[1]
    if len(day_numbers) == 0 or day_numbers.max() + 1 < LEAST_DAYS:
        return None
    of_y, of_x = _within(y, groups), _within(x, groups)
    if beside is not None:
        other = _within(beside, groups)
        of_y, of_x = _without(of_y, other), _without(of_x, other)
    spread = float(of_x @ of_x)
    if spread < np.finfo(float).eps * max(1.0, float(np.square(_numbers(x)).sum())):
        return None
    value = float(of_x @ of_y) / spread
    scores = np.bincount(day_numbers, weights=of_x * (of_y - value * of_x))
    count = len(scores)
    error = float(np.sqrt(count / (count - 1) * (scores @ scores))) / spread
    return Slope(value, value - T * error, value + T * error)


def _numbers(values: Any) -> Numbers:
    return np.asarray(values, dtype=np.float64)


def _within(values: ArrayLike, groups: ArrayLike) -> Numbers:
    """Return the values less the mean of their group."""
    numbers = np.unique(np.asarray(groups), return_inverse=True)[1]
    known = _numbers(values)
    means: Numbers = np.bincount(numbers, weights=known) / np.bincount(numbers)
    return known - means[numbers]


def _without(values: Numbers, other: Numbers) -> Numbers:
    """Return what of the values does not follow from the other ones."""
    spread = float(other @ other)
    return values if spread == 0 else values - other * (float(other @ values) / spread)
