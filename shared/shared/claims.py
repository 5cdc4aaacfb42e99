"""A token's claims about the person: found by a name, or by a path with dots.

A claim that is there but cannot be read is wrong, never absent: an absent claim of locations may
mean the whole nation, and an error of the provider must not.
"""

from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from uuid import UUID


class Absent(Enum):
    """The token has no such claim."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


class ClaimWrong(ValueError):
    """A claim has a wrong type; the text names the right one, never the value."""


def claim(claims: Mapping[str, object], path: str) -> object:
    """Return the value at `path`, a claim's name or a path with dots; or `ABSENT`.

    It is None when the path leads through a value that is no object.
    """
    found: object = claims
    for name in [path] if path in claims else path.split("."):
        if not isinstance(found, Mapping):
            return None
        if name not in found:
            return ABSENT
        found = found[name]
    return found


def person_in(claims: Mapping[str, object], path: str) -> UUID | None:
    """Return the id of the volunteer, or None without the claim; raises `ClaimWrong`."""
    found = claim(claims, path)
    return None if found is ABSENT else _id(found, path)


def locations_in(claims: Mapping[str, object], path: str) -> frozenset[UUID] | None:
    """Return the ids of the locations that a token names, or None without the claim.

    The claim is a list of ids, or one text with spaces between them. An empty one names none.
    Raises `ClaimWrong`.
    """
    found = claim(claims, path)
    if found is ABSENT:
        return None
    ids = found.split() if isinstance(found, str) else found
    if not isinstance(ids, list):
        raise ClaimWrong(f"the token's claim {path} is no list of ids of locations")
    return frozenset(_id(each, path) for each in ids)


def _id(found: object, path: str) -> UUID:
    if isinstance(found, str):
        with suppress(ValueError):
            return UUID(found)
    raise ClaimWrong(f"the token's claim {path} holds something that is no id")
