"""How pages name states, steps and competencies, in the language of the request."""

from typing import Any

from shared.pages.language import N_, gettext

from volunteers.admission.vocabulary import Competency, State, Step
from volunteers.shifts.wording import CHANNEL_NAMES, ROLE_NAMES

STATE_NAMES: dict[State, str] = {
    "applied": N_("applied"),
    "interviewed": N_("chosen"),
    "in_training": N_("in training"),
    "in_practice": N_("in practice"),
    "active": N_("active"),
    "paused": N_("pauses"),
    "suspended": N_("suspended"),
    "left": N_("left"),
}
STEP_NAMES: dict[Step, str] = {
    "apply": N_("applied"),
    "interview": N_("chosen in an interview"),
    "decline": N_("declined in an interview"),
    "withdraw": N_("withdrew"),
    "attend": N_("attended the first module"),
    "complete_modules": N_("attended the last of thirteen modules"),
    "admit": N_("admitted"),
    "admit_channel": N_("admitted to another channel"),
    "pause": N_("began a pause"),
    "resume": N_("ended the pause"),
    "suspend": N_("was suspended"),
    "reinstate": N_("was reinstated"),
    "leave": N_("left"),
}
# The fields of the form have the names of the API.
COMPETENCY_NAMES: dict[Competency, str] = {
    "listening": N_("Listening"),
    "empathy": N_("Empathy"),
    "self_reflection": N_("Self-reflection"),
    "boundaries": N_("Boundaries"),
    "openness": N_("Openness"),
    "resilience": N_("Resilience"),
    "clarity": N_("Clarity"),
    "cooperation": N_("Cooperation"),
}
SCORE_NAMES = {
    1: N_("1: cannot be learnt here"),
    2: N_("2: can be learnt"),
    3: N_("3: has it"),
    4: N_("4: an example"),
}


def wording() -> dict[str, Any]:
    """Return the names for a template, and the choices of its forms."""
    states = {state: gettext(name) for state, name in STATE_NAMES.items()}
    return {
        "state_names": states,
        "step_names": {step: gettext(name) for step, name in STEP_NAMES.items()},
        "competencies": [
            (_camel(competency), competency, gettext(name))
            for competency, name in COMPETENCY_NAMES.items()
        ],
        "score_choices": [(str(score), gettext(name)) for score, name in SCORE_NAMES.items()],
        "channel_names": {channel: gettext(name) for channel, name in CHANNEL_NAMES.items()},
        "volunteer_roles": {role: gettext(name) for role, name in ROLE_NAMES.items()},
        "state_choices": [("", gettext("all but who left")), *states.items()],
    }


def _camel(word: str) -> str:
    first, *others = word.split("_")
    return first + "".join(other.capitalize() for other in others)
