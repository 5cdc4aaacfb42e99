"""What a correction changed, where a reader may compare."""

from collections.abc import Iterable
from typing import NamedTuple

from reporting.reports.rules.figure import Figure, Value


class Change(NamedTuple):
    """A figure before and after a correction; both are shown."""

    key: str
    name: str
    before: Value
    after: Value


def changes(before: Iterable[Figure], after: Iterable[Figure]) -> list[Change]:
    """Return the figures that are shown in both and differ, in the order of `after`."""
    earlier = {(one.key, one.name): one.value for one in before}
    compared = [(one, earlier.get((one.key, one.name))) for one in after]
    return [
        Change(one.key, one.name, was, one.value)
        for one, was in compared
        if was is not None and one.value is not None and was != one.value
    ]
