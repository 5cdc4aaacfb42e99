"""Whose work is where: the services that have pages for a role, the first is where it begins.

Services do not know each other's tables of roles; this table is held against all of them by a
test (tests/house).
"""

from collections.abc import Iterable

from shared.pages.language import N_
from shared.roles import Role

SERVICE_TITLES = {
    "contacts": N_("Contacts"),
    "volunteers": N_("Volunteers"),
    "billing": N_("Billing"),
    "reporting": N_("Reports"),
}
WORKPLACES: dict[Role, tuple[str, ...]] = {
    Role.LISTENER: ("contacts", "volunteers"),
    Role.COORDINATOR: ("volunteers", "contacts", "reporting"),
    Role.TRAINER: ("volunteers",),
    Role.FINANCE: ("billing", "reporting"),
    Role.ANALYST: ("reporting",),
    Role.PARTNER: ("reporting",),
    Role.COUNCIL: ("reporting",),
    Role.OPERATOR: ("contacts",),
}
ROLE_NAMES = {
    Role.LISTENER: N_("listener"),
    Role.COORDINATOR: N_("coordinator"),
    Role.TRAINER: N_("trainer"),
    Role.FINANCE: N_("finance"),
    Role.ANALYST: N_("analyst"),
    Role.PARTNER: N_("partner"),
    Role.COUNCIL: N_("municipal council"),
    Role.OPERATOR: N_("operator"),
}


def workplaces(roles: Iterable[Role]) -> list[str]:
    """Return the services that have pages for any of these roles, each once, in order."""
    held = set(roles)
    return list(
        dict.fromkeys(
            service for role, places in WORKPLACES.items() if role in held for service in places
        )
    )
