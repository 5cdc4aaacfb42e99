"""How the page of lines says what it shows, in the language of the request."""

from collections.abc import Mapping
from typing import Any

from shared.pages.language import N_, gettext

from contacts.lines.rules import HeardOutside, Kind, OwnLine, write_hours

KINDS: Mapping[Kind, str] = {
    "national": N_("National line"), "local": N_("Local line"), "partner": N_("Partner line"),
    "surge": N_("Accident line"),
}  # fmt: skip
HEARD: Mapping[HeardOutside, str] = {
    "outside_hours": N_("When the line is open, and where to turn now"),
    "closed": N_("That the line is closed"),
}
ORGANISATIONS = {"113online": "113 Online"}
ALWAYS = N_("Day and night")
NEVER = N_("Never")
WITH_SURGE = N_("While its accident line is open")
# The days of the week in what was written, from Monday on.
DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def choices(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Return the codes of a vocabulary with their names, to choose from."""
    return [(code, gettext(name)) for code, name in names.items()]


def hours(line: OwnLine) -> str:
    """Return when a line is open: `Mon–Fri 09:00–17:30, Sat 10:00–14:00`."""
    if line.kind == "surge":
        return gettext(WITH_SURGE)
    if line.hours is None:
        return gettext(ALWAYS)
    parts = write_hours(line.hours).split(", ") if line.hours else []
    return ", ".join(_named(part) for part in parts) or gettext(NEVER)


def _named(part: str) -> str:
    days, times = part.split(" ")
    named = "–".join(gettext(DAYS[int(day) - 1]) for day in days.split("-"))
    return f"{named} {times.replace('-', '–')}"
