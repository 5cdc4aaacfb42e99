"""How kinds of misuse and cool-downs are named, in the language of the request."""

from shared.events.vocabulary import MisuseKind
from shared.pages.language import N_

from contacts.misuse.rules import Lasting, Review

MISUSE_KINDS: dict[MisuseKind, str] = {
    "sexual": N_("Sexual"),
    "abusive": N_("Abusive"),
    "prank": N_("A prank"),
    "repeated_silent": N_("Silent, again and again"),
    "other": N_("Other misuse"),
}
LASTING: dict[Lasting, str] = {
    "one_hour": N_("For an hour"),
    "four_hours": N_("For four hours"),
    "rest_of_day": N_("Until midnight"),
}
REVIEWS: dict[Review, str] = {"upheld": N_("upheld"), "lifted": N_("lifted")}
REVIEWED: dict[Review, str] = {
    "upheld": N_("The cool-down is upheld."),
    "lifted": N_("The cool-down is lifted: the caller reaches a listener again."),
}
