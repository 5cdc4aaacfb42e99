"""What a feed says of a shift, in the language that is spoken now."""

from uuid import UUID, uuid5

from shared.pages.language import gettext, ngettext

from volunteers.calendars.rules import Entry
from volunteers.shifts.tables import Shift
from volunteers.shifts.wording import CHANNEL_NAMES, DAY_PART_NAMES


def entry_of_volunteer(shift: Shift, place: str, volunteer_id: UUID) -> Entry:
    """Return the event of somebody's own place; its uid tells neither the shift nor the person."""
    uid = uuid5(shift.shift_id, str(volunteer_id))
    return _entry(uid, shift, place, f"Sensoor: {_part(shift)} ({_channels(shift)})")


def entry_of_location(shift: Shift, place: str) -> Entry:
    """Return the event of a location's shift: how many are in it, and nobody by name."""
    filled = ngettext(
        "%(filled)s of %(num)s place filled", "%(filled)s of %(num)s places filled",
        shift.needed, filled=shift.filled,
    )  # fmt: skip
    summary = f"{_part(shift)} ({_channels(shift)}): {filled}"
    return _entry(shift.shift_id, shift, place, summary)


def title_of_volunteer() -> str:
    """Return the name of a volunteer's feed."""
    return gettext("My shifts at Sensoor")


def title_of_location(place: str) -> str:
    """Return the name of a location's feed."""
    return gettext("Shifts of %(location)s", location=place)


def _entry(uid: UUID, shift: Shift, place: str, summary: str) -> Entry:
    return Entry(
        uid=uid, starts_at=shift.starts_at, ends_at=shift.ends_at, summary=summary, place=place,
        sequence=shift.version, cancelled=shift.cancelled_at is not None,
    )  # fmt: skip


def _part(shift: Shift) -> str:
    return gettext(DAY_PART_NAMES[shift.day_part])


def _channels(shift: Shift) -> str:
    return ", ".join(gettext(CHANNEL_NAMES[channel]) for channel in shift.channels)
