"""How pages name what supervisors are competent for, their certificates and their standing."""

from typing import Any

from shared.pages.language import N_, gettext

from volunteers.supervisors.vocabulary import (
    CertificateKind,
    SupervisorCompetency,
    SupervisorStanding,
)

COMPETENCY_NAMES: dict[SupervisorCompetency, str] = {
    "training": N_("basic training"),
    "intervision": N_("intervision"),
    "evaluation": N_("evaluation interviews"),
    "selection": N_("selection interviews"),
    "crisis": N_("crises"),
}
CERTIFICATE_NAMES: dict[CertificateKind, str] = {
    "trainer": N_("trainer"),
    "supervisor": N_("supervisor"),
    "refresher": N_("refresher course"),
}
STANDING_NAMES: dict[SupervisorStanding, str] = {
    "certified": N_("certified"),
    "lapsed": N_("certificate lapsed"),
    "uncertified": N_("no certificate yet"),
    "later": N_("not in service yet"),
    "ended": N_("no longer in service"),
}


def wording() -> dict[str, Any]:
    """Return the names for a template, in the language that is spoken now."""
    return {
        "competency_names": {each: gettext(name) for each, name in COMPETENCY_NAMES.items()},
        "certificate_names": {kind: gettext(name) for kind, name in CERTIFICATE_NAMES.items()},
        "standing_names": {each: gettext(name) for each, name in STANDING_NAMES.items()},
    }
