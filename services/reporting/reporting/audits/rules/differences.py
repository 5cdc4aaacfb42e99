"""What differs between a report as it is stored and as the streams make it, by figure."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# What tells the parts of a list apart, in this order.
NAMES = ("name", "hour", "weekday")
ABSENT = "absent"


@dataclass(frozen=True)
class Difference:
    """A figure such as `topics.debts.count`, as it is stored and as it was made again."""

    figure: str
    stored: Any
    again: Any


def report_differences(content: bytes, sha256: str, again: bytes) -> list[Difference]:
    """Return all that differs; nothing where the bytes and their hash are the same."""
    found: list[Difference] = []
    digest = hashlib.sha256(content).hexdigest()
    if digest != sha256:
        found.append(Difference("sha256", sha256, digest))
    if content != again:
        found += _differences(content, again)
    return found


def _differences(content: bytes, again: bytes) -> list[Difference]:
    """Return what differs between two JSON texts; their bytes differ."""
    try:
        stored = json.loads(content)
    except ValueError:
        return [Difference("content", "no JSON", "JSON")]
    by_figure = list(_between("", stored, json.loads(again)))
    return by_figure or [Difference("content", "the same values", "other bytes")]


def _between(figure: str, stored: Any, again: Any) -> Iterator[Difference]:
    one, other = _parts(stored), _parts(again)
    if one is None or other is None:
        if stored != again or type(stored) is not type(again):
            yield Difference(figure, stored, again)
        return
    for name in sorted({*one, *other}):
        inner = f"{figure}.{name}" if figure else name
        yield from _between(inner, one.get(name, ABSENT), other.get(name, ABSENT))


def _parts(value: Any) -> dict[str, Any] | None:
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return {_name(part, place): part for place, part in enumerate(value)}
    return None


def _name(part: Any, place: int) -> str:
    keys = [key for key in NAMES if isinstance(part, dict) and key in part]
    return str(part[keys[0]]) if keys else str(place)
