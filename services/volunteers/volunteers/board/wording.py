"""How the board names what it shows, in the language of the request."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from shared.pages import formats
from shared.pages.language import N_, gettext, ngettext

from volunteers.board.rules import ASKED_FOR_A_PLACE, ShiftShown, Sign
from volunteers.matching.rules.likelihood import Reasons, Wish
from volunteers.shifts import wording as of_shifts
from volunteers.shifts.rules.day_parts import DAY_PARTS

# What is seen beside the colour.
SIGNS: dict[Sign, str] = {"over": "–", "filled": "✓", "asked": "…", "open": "○", "soon": "!"}
SIGN_NAMES: dict[Sign, str] = {
    "over": N_("over"),
    "filled": N_("filled"),
    "asked": N_("open, enough people are asked"),
    "open": N_("open"),
    "soon": N_("open, begins within a day"),
}
WISHES: dict[Wish, str] = {
    "gladly": N_("gladly"),
    "can": N_("can"),
    "unknown": N_("gave no wish"),
}


def wording() -> dict[str, Any]:
    """Return the names for the templates of the board."""
    return {
        **of_shifts.wording(),
        "parts_of_day": DAY_PARTS,
        "signs": SIGNS,
        "sign_names": {sign: gettext(name) for sign, name in SIGN_NAMES.items()},
        "asked_for_a_place": ASKED_FOR_A_PLACE,
        "channels_of": channels_of,
        "when": when,
        "why": why,
        "address_of": address_of,
        "live_address": live_address,
    }


def address_of(day: date | None, location: UUID | None, shift: UUID | None = None) -> str:
    """Return the address of the board, at a shift where one is chosen."""
    return f"/volunteers/board?{_query(day, location, shift)}#{'hole' if shift else 'holes'}"


def live_address(day: date, location: UUID | None, shift: UUID | None) -> str:
    """Return the address of the stream of what changes on the board."""
    return f"/volunteers/board/live?{_query(day, location, shift)}"


def when(shift: ShiftShown) -> str:
    """Return the day and the time of a shift: `Thursday 26 November, 08:00–12:00`."""
    ends = formats.time(shift.ends_at)
    times = f"{formats.time(shift.starts_at)}–{'24:00' if ends == '00:00' else ends}"
    return f"{formats.day(shift.day, 'EEEE d MMMM')}, {times}"


def channels_of(shift: ShiftShown) -> str:
    """Return the channels of a shift: `chat, e-mail`."""
    return ", ".join(gettext(of_shifts.CHANNEL_NAMES[channel]) for channel in shift.channels)


def why(reasons: Reasons) -> str:
    """Return what speaks for somebody: `gladly, 1 shift in four weeks, had this part 3 times`."""
    told = [
        gettext(WISHES[reasons.wish]),
        ngettext("%(num)s shift in four weeks", "%(num)s shifts in four weeks", reasons.shifts),
    ]
    if reasons.taken:
        told.append(
            ngettext("had this part %(num)s time", "had this part %(num)s times", reasons.taken)
        )
    if answers := reasons.accepted + reasons.declined:
        told.append(gettext("said yes %(yes)s of %(all)s times", yes=reasons.accepted, all=answers))
    if reasons.from_home:
        told.append(gettext("from another location, at home"))
    return ", ".join(told)


def asked_told(people: int) -> str:
    """Return how many were asked."""
    if not people:
        return gettext("Nobody more could be asked.")
    return ngettext("%(num)s person was asked.", "%(num)s people were asked.", people)


def given_told(_people: int) -> str:
    """Return that the place was given."""
    return gettext("The place was given.")


def _query(day: date | None, location: UUID | None, shift: UUID | None) -> str:
    given = {"day": day, "location": location, "shift": shift}
    return urlencode({name: value for name, value in given.items() if value})
