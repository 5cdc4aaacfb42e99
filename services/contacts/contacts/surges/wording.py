"""How the pages name lines and what came of them, in the language of the request."""

from collections.abc import Mapping
from datetime import datetime

from shared.events.vocabulary import MissedReason
from shared.pages.formats import day, number, time
from shared.pages.language import N_, gettext

from contacts.surges.find_surge import OpenLine
from contacts.surges.rules import Bar, Report, SurgeKind
from contacts.surges.views import SurgeLineView, SurgeView

KINDS: Mapping[SurgeKind, str] = {"accident": N_("accident"), "disaster": N_("disaster")}
NAMES: Mapping[SurgeKind, str] = {
    "accident": N_("Accident line %(region)s"), "disaster": N_("Disaster line %(region)s"),
}  # fmt: skip
TO_SEEKERS: Mapping[SurgeKind, str] = {
    "accident": N_("This is the line for the accident in %(region)s"),
    "disaster": N_("This is the line for the disaster in %(region)s"),
}
MISSED: Mapping[MissedReason, str] = {
    "abandoned": N_("left the queue"), "no_listener": N_("nobody on"), "closed": N_("closed"),
}  # fmt: skip
SECONDS = 60


def name(line: SurgeLineView | SurgeView) -> str:
    """Return what a line is called among coordinators: `Accident line Gelderland`."""
    return gettext(NAMES[line.kind], region=line.region)


def to_seekers(line: OpenLine) -> str:
    """Return which line a help seeker came by, in general words."""
    return gettext(TO_SEEKERS[line.kind], region=line.region)


def moment(value: datetime) -> str:
    """Return a day and a time in Amsterdam: `5 December 2026, 23:05`."""
    return f"{day(value)}, {time(value)}"


def wait(seconds: int | None) -> str:
    """Return a length of time as minutes and seconds: `4:10`; a dash where none is told."""
    return "–" if seconds is None else f"{seconds // SECONDS}:{seconds % SECONDS:02d}"


def missed(report: Report) -> str:
    """Return why attempts were missed: `3 left the queue, 1 nobody on`."""
    return ", ".join(
        f"{number(count)} {gettext(MISSED[reason])}" for reason, count in report.missed.items()
    )


def begins(bar: Bar, unit: str) -> str:
    """Return which hour or day a bar is of: `5 December, 23:00` or `5 December`."""
    if unit == "day":
        return day(bar.begins, "d MMMM")
    return f"{day(bar.begins, 'd MMMM')}, {time(bar.begins)}"
