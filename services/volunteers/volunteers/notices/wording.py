"""What people are told, in the language that is spoken now."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.pages.language import N_, gettext

from volunteers.notices.rules import PATHS
from volunteers.notices.vocabulary import NoticeKind

# The words of a push message, and the subject of a mail: they tell nobody's name and no place.
SUBJECTS: Mapping[NoticeKind, str] = {
    "shift_reminder": N_("Your shift is coming up"),
    "place_given": N_("You have a place in a shift"),
    "place_released": N_("A place of yours was released"),
    "place_free": N_("A place has come free"),
    "shift_cancelled": N_("A shift of yours is cancelled"),
    "shift_changed": N_("A shift of yours has changed"),
    "fixed_refused": N_("A fixed shift could not be given"),
    "offer": N_("Can you take a shift?"),
    "surge": N_("Listeners are needed now"),
    "swap_proposed": N_("Somebody proposes a swap"),
    "swap_settled": N_("A swap of yours is settled"),
    "evaluation_due": N_("An evaluation interview is due"),
    "half_days_short": N_("You are short of half-days this year"),
    "after_care": N_("A colleague would like a call"),
}
SENTENCES: Mapping[NoticeKind, str] = {
    "shift_reminder": N_("You have a shift: %(what)s."),
    "place_given": N_("You have a place in this shift: %(what)s."),
    "place_released": N_("You no longer have a place in this shift: %(what)s."),
    "place_free": N_("A place has come free in this shift: %(what)s. Who takes it first has it."),
    "shift_cancelled": N_("This shift is cancelled: %(what)s. You need not come."),
    "shift_changed": N_("This shift has changed. It is now: %(what)s."),
    "fixed_refused": N_(
        "Your fixed shift could not be given for this time: %(what)s. The page of open shifts says"
        " which shifts you may take."
    ),
    "offer": N_("You are asked whether you can take this shift: %(what)s. You are free to say no."),
    "surge": N_(
        "More people than usual look for help. Can you take this shift: %(what)s? You are free to"
        " say no."
    ),
    "swap_proposed": N_("A swap was proposed to you: %(what)s. It is done once everybody agrees."),
    "swap_settled": N_("A swap was settled: %(what)s. Your shifts show what holds now."),
    "evaluation_due": N_("An evaluation interview is due: %(what)s."),
    "half_days_short": N_(
        "With what is planned you will not have the ten half-days of intervision and training of"
        " this year. Sign up for a session, or speak with your coordinator."
    ),
    "after_care": N_("A colleague had a heavy conversation, and waits for your call."),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a mail."""

    subject: str
    text: str


def subject_of(kind: NoticeKind) -> str:
    """Return what a push message shows."""
    return gettext(SUBJECTS[kind])


def words_of(kind: NoticeKind, what: str, name: str, address: str) -> Words:
    """Return a mail to a person of this name about `what`, such as the day and hours of a shift.

    `address` is where the pages of volunteers are.
    """
    lines = (
        gettext("Hello %(name)s,", name=name),
        gettext(SENTENCES[kind], what=what),
        gettext("See %(address)s", address=f"{address}{PATHS[kind]}"),
        gettext("Which messages you get, and how, is chosen on the page “My data”."),
    )
    return Words(subject_of(kind), "\n\n".join(lines) + "\n")
