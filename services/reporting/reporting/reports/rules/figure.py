"""A figure of a report."""

from decimal import Decimal
from typing import NamedTuple

Value = int | float | Decimal | None


class Figure(NamedTuple):
    """A figure by its key in `definitions.py` and a name within it; None must not be shown."""

    key: str
    name: str
    value: Value
    share: float | None = None
