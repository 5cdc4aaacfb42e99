"""The table of whose work is where, held against the tables of roles of all services."""

from importlib import import_module

from shared.pages.workplaces import ROLE_NAMES, SERVICE_TITLES, WORKPLACES
from shared.roles import Role

from tests.platform import SERVICES


def services_with_pages_for(role: Role) -> set[str]:
    """Return the services that have a page in their navigation for this role."""
    return {
        service
        for service in SERVICES
        for entry in import_module(f"{service}.main").SITE.entries
        if role in import_module(f"{service}.roles").ROLES[f"GET {entry.path}"]
    }


def test_each_role_is_led_to_the_services_that_have_pages_for_it() -> None:
    assert {role: set(places) for role, places in WORKPLACES.items()} == {
        role: services_with_pages_for(role) for role in Role
    }


def test_every_role_and_every_service_has_a_name_for_people() -> None:
    assert set(ROLE_NAMES) == set(Role)
    assert set(SERVICE_TITLES) == set(SERVICES)
