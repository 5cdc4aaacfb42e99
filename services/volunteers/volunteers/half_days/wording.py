"""How pages name the kinds of sessions."""

from shared.pages.language import N_, gettext

from volunteers.half_days.vocabulary import SessionKind

KINDS: dict[SessionKind, str] = {"intervision": N_("intervision"), "training": N_("training")}


def kind_names() -> dict[SessionKind, str]:
    """Return the names of the kinds in the language that is spoken now."""
    return {kind: gettext(name) for kind, name in KINDS.items()}
