"""How many waited at most so long, from the classes that are shown."""

from collections.abc import Sequence
from typing import NamedTuple

from reporting.disclosure.rules.threshold import shown_share

Class = tuple[str, int | None]


class Within(NamedTuple):
    """The answered attempts that waited at most `seconds`, and their share of all answered."""

    seconds: str
    attempts: int | None
    share: float | None


def within(classes: Sequence[Class], answered: int | None) -> list[Within]:
    """Return for each class but the last how many waited at most so long.

    It is a sum of classes that are shown: those up to it, or all answered less those after it.
    """
    found = []
    for place in range(1, len(classes)):
        count = _sum([one for _, one in classes[:place]])
        after = _sum([one for _, one in classes[place:]])
        if count is None and after is not None and answered is not None:
            count = answered - after
        found.append(Within(classes[place - 1][0], count, shown_share(count, answered)))
    return found


def _sum(counts: Sequence[int | None]) -> int | None:
    shown = [count for count in counts if count is not None]
    return sum(shown) if len(shown) == len(counts) else None
