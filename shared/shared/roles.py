"""Who may do what: the roles that tokens carry, and the form of a service's table."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What somebody, or a program, does at Sensoor. A token may carry several."""

    LISTENER = "listener"
    COORDINATOR = "coordinator"
    TRAINER = "trainer"
    FINANCE = "finance"
    ANALYST = "analyst"
    PARTNER = "partner"
    OPERATOR = "operator"


RoleTable = Mapping[str, frozenset[Role]]
"""An operation such as `POST /v1/contacts` -> the roles that may do it."""


def may(*roles: Role) -> frozenset[Role]:
    """Return the roles of a row: whoever has one of them may."""
    return frozenset(roles)


def roles_in(claims: Mapping[str, object], path: str) -> frozenset[Role]:
    """Read the roles from a token's claims; words that are no role of ours are ignored.

    `path` is a claim's name, or the way to it with dots, such as `realm_access.roles`.
    """
    found: object = claims
    for name in [path] if path in claims else path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    words = found.split() if isinstance(found, str) else found
    if not isinstance(words, list):
        return frozenset()
    return frozenset(role for role in Role if role.value in words)
