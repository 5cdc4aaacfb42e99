"""How the desk names what it shows, in the language of the request."""

from collections.abc import Mapping
from typing import Any

from shared.events.vocabulary import (
    Kind,
    Line,
    Organisation,
    Outcome,
    Partner,
    ReferralMode,
    Role,
    Topic,
    Urgency,
)  # fmt: skip
from shared.pages.language import N_, gettext

from contacts.desk.texts import PLURALS, REFUSALS, TEXTS
from contacts.duty.wording import CHANNEL_NAMES
from contacts.misuse import wording as misuse

MISUSE_KINDS, LASTING = misuse.MISUSE_KINDS, misuse.LASTING
LINES: dict[Line, str] = {
    "national": N_("national line"), "local": N_("local line"), "partner": N_("partner line"),
}  # fmt: skip
ROLES: dict[Role, str] = {
    "trainee": N_("trainee"), "listener": N_("listener"), "mentor": N_("mentor"),
}  # fmt: skip
KINDS: dict[Kind, str] = {
    "conversation": N_("Conversation"), "silent": N_("Silent"), "hang_up": N_("Left at once"),
    "misuse": N_("Misuse"), "test": N_("Test"),
}  # fmt: skip
TOPICS: dict[Topic, str] = {
    "loneliness": N_("Loneliness"),
    "mental_health": N_("Mental health"),
    "relationships": N_("Relationships"),
    "family": N_("Family"),
    "bereavement": N_("Bereavement"),
    "informal_care": N_("Informal care"),
    "physical_health": N_("Physical health"),
    "suicidal_thoughts": N_("Suicidal thoughts"),
    "domestic_violence": N_("Domestic violence"),
    "addiction": N_("Addiction"),
    "debts": N_("Debts"),
    "work_or_unemployment": N_("Work, or none"),
    "study": N_("Study"),
    "sexuality": N_("Sexuality"),
    "meaning_of_life": N_("Meaning of life"),
    "other": N_("Something else"),
}
# `no_conversation` is not chosen: it goes with every other kind.
OUTCOMES: dict[Outcome, str] = {
    "helped_by_talk": N_("Helped by talk"), "thought_along": N_("Thought along"),
    "referred": N_("Referred"), "needs_more_support": N_("Needs more"),
    "broken_off": N_("Broken off"),
}  # fmt: skip
PARTNERS: dict[Partner, str] = {"113online": "113 Online", "veiligthuis": "Veilig Thuis"}
ORGANISATIONS: dict[Organisation, str] = {"113online": "113 Online"}
MODES: dict[ReferralMode, str] = {
    "information": N_("Information"), "warm_handover": N_("Warm handover"),
    "emergency": N_("Emergency"),
}  # fmt: skip
URGENCIES: dict[Urgency, str] = {"low": N_("Low"), "normal": N_("Normal"), "high": N_("High")}
STEPS = {
    "offered": N_("offered: waiting for an answer"), "accepted": N_("accepted: connect now"),
    "declined": N_("declined"), "timed_out": N_("no answer in time"), "connected": N_("connected"),
}  # fmt: skip

KIND_KEYS = "12345"
OUTCOME_KEYS = "67890"
TOPIC_KEYS = "abcdefghijklmnop"
MISUSE_KEYS = "abcde"
LASTING_KEYS = "fgh"
PARTNER_KEYS = "12"
MODE_KEYS = "iwe"
URGENCY_KEYS = "lnh"
SCRIPTS = (
    "desk-text.js", "desk-connection.js", "desk-api.js", "desk-kept.js",
    "desk-keys.js", "desk-sound.js", "desk-bar.js", "desk-offers.js", "desk-tabs.js",
    "desk-pane.js", "desk-talk.js", "desk-call.js", "desk-registration.js", "desk-referrals.js",
)  # fmt: skip


def told() -> dict[str, Any]:
    """Return what the scripts say: texts by name, and the names of codes by vocabulary."""
    vocabularies: Mapping[str, Mapping[Any, str]] = {
        "channels": CHANNEL_NAMES, "lines": LINES, "organisations": ORGANISATIONS, "roles": ROLES,
        "partners": PARTNERS, "modes": MODES, "urgencies": URGENCIES, "steps": STEPS,
        "refusals": REFUSALS,
    }  # fmt: skip
    texts: dict[str, Any] = {name: gettext(said) for name, said in TEXTS.items()}
    for name, (one, other) in PLURALS.items():
        texts[name] = {"one": gettext(one), "other": gettext(other)}
    names = {
        name: {code: gettext(said) for code, said in vocabulary.items()}
        for name, vocabulary in vocabularies.items()
    }
    return {"texts": texts, "names": names}


def keyed(names: Mapping[str, str], keys: str) -> list[tuple[str, str, str]]:
    """Return each code of a vocabulary with its key and its name, to choose from."""
    return [(code, key, name) for (code, name), key in zip(names.items(), keys, strict=True)]
