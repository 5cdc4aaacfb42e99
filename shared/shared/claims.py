"""What a token says of the person who asks: claims by a name, or by a way with dots.

A claim that is there and says nothing that we understand is wrong, never absent: an absent claim
of locations may mean the whole nation, and a slip of the provider must not.
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
    """A claim is not what it must be; the text names what that is, never what it was."""


def claim(claims: Mapping[str, object], path: str) -> object:
    """Return what stands at `path`, a claim's name or the way to it with dots; or `ABSENT`.

    None stands for a way that leads through what has no claims inside.
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
    """Return the id of the volunteer who asks, or None without the claim; raises `ClaimWrong`."""
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
