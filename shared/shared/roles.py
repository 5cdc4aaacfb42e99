"""Who may do what, and with whose records: roles, and the form of a service's table."""

from collections.abc import Mapping
from enum import StrEnum

from shared.claims import claim


class Role(StrEnum):
    """What somebody, or a program, does at Sensoor. A token may carry several."""

    LISTENER = "listener"
    COORDINATOR = "coordinator"
    TRAINER = "trainer"
    FINANCE = "finance"
    ANALYST = "analyst"
    PARTNER = "partner"
    COUNCIL = "council"  # a municipality's council member or policy officer
    OPERATOR = "operator"


class Records(StrEnum):
    """Whose records a role reaches through an endpoint.

    `OWN`: those of the person whom the token names. `OWN_LOCATIONS`: those of the locations that
    it names. `ALL`: everybody's; also where a record is nobody's, such as a tariff.
    """

    OWN = "own"
    OWN_LOCATIONS = "own locations"
    ALL = "all"


OWN, OWN_LOCATIONS, ALL = Records

Row = Mapping[Role, Records]
RoleTable = Mapping[str, Row]
"""An operation such as `POST /v1/contacts` -> who may do it, and with whose records."""

# Whose work is the whole nation's unless the token names locations; nobody else's ever is.
NATIONWIDE = frozenset({Role.COORDINATOR, Role.TRAINER})


def may(**roles: Records) -> Row:
    """Return a row: `may(listener=OWN, coordinator=OWN_LOCATIONS)`; ValueError for no role."""
    return {Role(role): records for role, records in roles.items()}


def roles_in(claims: Mapping[str, object], path: str) -> frozenset[Role]:
    """Read the roles from a token's claims; words that are no role of ours are ignored."""
    found = claim(claims, path)
    words = found.split() if isinstance(found, str) else found
    if not isinstance(words, list):
        return frozenset()
    return frozenset(role for role in Role if role.value in words)
