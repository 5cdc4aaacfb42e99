"""How the page names channels and roles, in the language of the request."""

from shared.events.vocabulary import Channel, Role
from shared.pages.formats import time
from shared.pages.language import N_, gettext, ngettext

from contacts.duty.queries import ShiftOnDuty

CHANNEL_NAMES: dict[Channel, str] = {
    "telephone": N_("telephone"),
    "chat": N_("chat"),
    "email": N_("e-mail"),
}


def channels(shift: ShiftOnDuty) -> str:
    """Return the channels of a shift: `telephone, chat`."""
    return ", ".join(gettext(CHANNEL_NAMES[channel]) for channel in shift.channels)


def people(shift: ShiftOnDuty) -> str:
    """Return who is in a shift by their roles: `1 mentor, 2 listeners`."""
    words: dict[Role | None, str] = {
        "mentor": ngettext("%(num)s mentor", "%(num)s mentors", shift.people.get("mentor", 0)),
        "listener": ngettext(
            "%(num)s listener", "%(num)s listeners", shift.people.get("listener", 0)
        ),
        "trainee": ngettext("%(num)s trainee", "%(num)s trainees", shift.people.get("trainee", 0)),
        None: ngettext("%(num)s volunteer", "%(num)s volunteers", shift.people.get(None, 0)),
    }
    return ", ".join(word for role, word in words.items() if role in shift.people)


def times(shift: ShiftOnDuty) -> str:
    """Return when a shift begins and ends in Amsterdam: `20:00–24:00`."""
    ends = time(shift.ends_at)
    return f"{time(shift.starts_at)}–{'24:00' if ends == '00:00' else ends}"
