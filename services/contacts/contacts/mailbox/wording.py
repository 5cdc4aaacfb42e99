"""How the work list names what it shows, in the language of the request."""

from datetime import timedelta

from shared.pages.language import N_, gettext, ngettext

from contacts.desk import wording as desk
from contacts.mailbox.queries import Place, WorkRow

PLACES: dict[Place, str] = {
    "mine": N_("With you"), "review": N_("To be read before it is sent"),
    "waiting": N_("Waiting"), "elsewhere": N_("With others"),
}  # fmt: skip
STEPS = {
    "waiting": N_("waits"), "draft": N_("waits; an answer was begun"),
    "write": N_("an answer is being written"), "asked": N_("a colleague reads the answer"),
    "given_back": N_("given back with a note"), "register": N_("answered; to be registered"),
    "review": N_("an answer waits for you"),
}  # fmt: skip
KINDS = tuple(desk.KINDS.items())
TOPICS = tuple(desk.TOPICS.items())
OUTCOMES = (("no_conversation", N_("No conversation")), *desk.OUTCOMES.items())
MISUSE_KINDS = (("", N_("Not said")), *desk.MISUSE_KINDS.items())
HOUR = timedelta(hours=1)


def named(options: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Return a vocabulary to choose from, in the language that is spoken."""
    return [(code, gettext(said)) for code, said in options]


def waited(row: WorkRow) -> str:
    """Return how long a letter has waited: `less than an hour`, `61 hours`."""
    hours = row.waited // HOUR
    if hours < 1:
        return gettext("less than an hour")
    return ngettext("%(num)s hour", "%(num)s hours", hours)


def due(row: WorkRow) -> str:
    """Return what is left of the three days: `11 hours left`, `5 hours too late`."""
    if row.step == "register":
        return ""
    if row.age == "late":
        return ngettext("%(num)s hour too late", "%(num)s hours too late", -row.left // HOUR)
    return ngettext("%(num)s hour left", "%(num)s hours left", row.left // HOUR)
