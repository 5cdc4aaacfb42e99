"""How good a forecast was, beside the simplest one: the same hour of the last known week."""

from collections.abc import Sequence


def absolute_error(said: Sequence[float], came: Sequence[float]) -> float:
    """Return the sum of the absolute differences of equally many numbers."""
    return sum(abs(one - other) for one, other in zip(said, came, strict=True))


def scaled_error(
    said: Sequence[float], naive: Sequence[float], came: Sequence[float]
) -> float | None:
    """Return the MASE: the absolute error of a forecast, divided by that of the naive one.

    Below 1 it is better. None where the naive one made no error.
    """
    naive_error = absolute_error(naive, came)
    return absolute_error(said, came) / naive_error if naive_error else None


def bias(said: float, came: float) -> float | None:
    """Return by which share more was said than came; None where nothing came."""
    return said / came - 1 if came else None
