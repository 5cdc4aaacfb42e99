"""How the page names what a mandate gives, and how mandates stand."""

from typing import Any

from shared.pages.language import N_, gettext

from volunteers.mandates.vocabulary import MandateRole, MandateStanding

ROLE_NAMES: dict[MandateRole, str] = {
    "listener": N_("acts as the volunteer"),
    "coordinator": N_("coordinator"),
    "trainer": N_("trainer"),
}
STANDING_NAMES: dict[MandateStanding, str] = {
    "in_force": N_("in force"),
    "later": N_("to come"),
    "ended": N_("ended"),
}
# What can be given, by the form that gives it.
FORM_NAMES = {
    "person": N_("Let an account act as a volunteer"),
    "location": N_("Let an account act for a location"),
}


def wording() -> dict[str, Any]:
    """Return the names for the template, in the language that is spoken now."""
    return {
        "mandate_roles": {role: gettext(name) for role, name in ROLE_NAMES.items()},
        "standing_names": {each: gettext(name) for each, name in STANDING_NAMES.items()},
        "form_names": {form: gettext(name) for form, name in FORM_NAMES.items()},
    }
