"""How pages name day parts, channels and roles, in the language of the request."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.events.vocabulary import Channel, Role
from shared.pages import formats
from shared.pages.language import N_, gettext

from volunteers.locations.views import LocationView
from volunteers.shifts.rules.day_parts import DAY_PARTS, HOURS, DayPart
from volunteers.shifts.views import ShiftView

DAY_PART_NAMES: dict[DayPart, str] = {
    "night": N_("Night"),
    "early_morning": N_("Early morning"),
    "morning": N_("Morning"),
    "afternoon": N_("Afternoon"),
    "early_evening": N_("Early evening"),
    "evening": N_("Evening"),
}
CHANNEL_NAMES: dict[Channel, str] = {
    "telephone": N_("telephone"),
    "chat": N_("chat"),
    "email": N_("e-mail"),
}
ROLE_NAMES: dict[Role, str] = {
    "trainee": N_("trainee"),
    "listener": N_("listener"),
    "mentor": N_("mentor"),
}


def wording() -> dict[str, Any]:
    """Return the names for a template, and the choices of its forms."""
    parts = {part: gettext(name) for part, name in DAY_PART_NAMES.items()}
    return {
        "day_part_names": parts,
        "channel_names": {channel: gettext(name) for channel, name in CHANNEL_NAMES.items()},
        "volunteer_roles": {role: gettext(name) for role, name in ROLE_NAMES.items()},
        "part_hours": {part: _hours(part) for part in parts},
        "part_choices": [(part, f"{name} ({_hours(part)})") for part, name in parts.items()],
        "choices_of": _choices_of,
        "times": times,
        "when": when,
        "usual_hours": HOURS,
    }


def when(shift: ShiftView) -> str:
    """Return the day and the time of a shift: `Thursday 26 November 2026, 08:00–12:00`."""
    return f"{formats.day(shift.date, 'EEEE d MMMM y')}, {times(shift)}"


def times(shift: ShiftView) -> str:
    """Return when a shift begins and ends in Amsterdam: `20:00–24:00`."""
    return hours_from(shift.starts_at, shift.ends_at)


def hours_from(starts_at: datetime, ends_at: datetime) -> str:
    """Return the hours between two moments in Amsterdam: `20:00–24:00`."""
    ends = formats.time(ends_at)
    return f"{formats.time(starts_at)}–{'24:00' if ends == '00:00' else ends}"


def _hours(part: DayPart) -> str:
    first = HOURS * DAY_PARTS.index(part)
    return f"{first:02d}:00–{first + HOURS:02d}:00"


def _choices_of(locations: Sequence[LocationView]) -> list[tuple[str, str]]:
    return [(str(one.location_id), one.name) for one in locations]
