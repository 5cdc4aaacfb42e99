"""How the page names forms of institutions and what can be planned."""

from typing import Literal

from shared.pages.language import N_

from volunteers.locations.vocabulary import InstitutionForm

Plan = Literal["merge", "move", "found", "unite"]
FORM_NAMES: dict[InstitutionForm, str] = {
    "association_member": N_("member of the association"),
    "foundation": N_("foundation"),
}
PLAN_NAMES: dict[Plan, str] = {
    "merge": N_("Merge a location into another"),
    "move": N_("Move a location to an institution"),
    "found": N_("Add an institution"),
    "unite": N_("Merge an institution into another"),
}
