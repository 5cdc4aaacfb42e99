"""How one's own pages name what somebody waits for, and how often a fixed shift comes."""

from typing import Any

from babel.dates import get_day_names
from shared.pages.language import N_, gettext, locale

from volunteers.availability.rules import DAYS
from volunteers.mine.own_waits import Wait
from volunteers.shifts.vocabulary import StandbyKind
from volunteers.shifts.wording import wording

WAITS: dict[Wait, str] = {
    "waiting": N_("You are waiting"),
    "standby": N_("You are asked first"),
    "stay_on": N_("You stay on if needed"),
}
STANDBY_BUTTONS: dict[StandbyKind, str] = {
    "standby": N_("Ask me if needed"),
    "stay_on": N_("I stay on if needed"),
}
# A fixed shift every so many weeks, on a weekday.
OFTEN: dict[int, str] = {
    1: N_("Every %(weekday)s"),
    2: N_("Every second %(weekday)s"),
    4: N_("Every fourth %(weekday)s"),
}
EVERY_WEEKS: dict[int, str] = {1: N_("every week"), 2: N_("every 2 weeks"), 4: N_("every 4 weeks")}


def own_wording() -> dict[str, Any]:
    """Return the names for the templates of one's own pages, and the choices of their forms."""
    return {
        **wording(),
        "wait_names": {wait: gettext(name) for wait, name in WAITS.items()},
        "standby_buttons": {kind: gettext(name) for kind, name in STANDBY_BUTTONS.items()},
        "weekdays": weekdays(),
        "weekday_choices": list(enumerate(weekdays())),
        "every_choices": [(weeks, gettext(name)) for weeks, name in EVERY_WEEKS.items()],
        "often": often,
    }


def weekdays() -> list[str]:
    """Return the names of the days of a week, from Monday on."""
    names = get_day_names("wide", locale=locale())
    return [names[day] for day in range(DAYS)]


def often(every_weeks: int, weekday: int) -> str:
    """Return how often a fixed shift comes: `Every second Monday`."""
    return gettext(OFTEN[every_weeks], weekday=weekdays()[weekday])
