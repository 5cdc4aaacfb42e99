"""How pages name presence; a template that includes presence takes these words."""

from typing import Any

from shared.pages.language import N_, gettext

from volunteers.presence.vocabulary import PresenceState

NAMES: dict[PresenceState, str] = {
    "expected": N_("expected"),
    "present": N_("present"),
    "late": N_("late"),
    "left": N_("left early"),
    "absent": N_("did not come"),
    "stood_in": N_("stood in"),
}
# How bad it is: a class of the style, beside the word.
MARKS: dict[PresenceState, str] = {
    "expected": "", "present": "done", "late": "warn", "left": "warn", "absent": "wrong",
    "stood_in": "done",
}  # fmt: skip


def presence_wording() -> dict[str, Any]:
    """Return the names for a template."""
    return {
        "presence_names": {state: gettext(name) for state, name in NAMES.items()},
        "presence_marks": MARKS,
    }
