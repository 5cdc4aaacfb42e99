"""Accident and disaster lines: their names, what may be done with them, and what is shown."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from shared.events.vocabulary import MissedReason, Province
from shared.month import TIME_ZONE
from shared.refusals import NotFound, Refusal

from contacts.lines.rules import Kind
from contacts.queue.rules.expectation import FEWEST

SurgeKind = Literal["accident", "disaster"]
MOST_LISTENERS = 200
# A longer surge is shown by the day.
BY_THE_HOUR = timedelta(hours=48)


class NoSuchSurgeLine(NotFound):
    """No prepared line has this id."""


class NoSuchSurge(NotFound):
    """No line that was opened has this id."""


class NumberTaken(Refusal):
    """Another prepared line has this number."""


class NumberOfOwnLine(Refusal):
    """One of our lines has this number: all its callers would be of the accident."""


class SurgeLineOpen(Refusal):
    """The line is open: it can be changed or removed when it is closed."""


class SurgeIsOver(Refusal):
    """The line was closed."""


class SurgeLineClosed(Refusal):
    """Whoever comes by this address finds no open line."""


def check_not_own(number: str, kind: Kind | None) -> None:
    """Refuse a number of ours that is called for something else; raises NumberOfOwnLine.

    `kind` is that of our line with this number, None where there is none. One of the kind `surge`
    is kept for an accident line.
    """
    if kind not in (None, "surge"):
        raise NumberOfOwnLine(
            f"{number} is the number of our {kind} line: give the accident line a number of its"
            " own, or keep that number as an accident line first (kind surge, under Lines)"
        )


def next_slug(region: Province, taken: Iterable[str]) -> str:
    """Return the address of a region's next line: `fryslan-2` where `fryslan-1` was ever used.

    An address is never used again: an old link would lead to another accident.
    """
    plain = unicodedata.normalize("NFKD", region).encode("ascii", "ignore").decode().lower()
    used = [slug.rsplit("-", 1) for slug in taken]
    numbers = [int(number) for name, number in used if name == plain]
    return f"{plain}-{max(numbers, default=0) + 1}"


@dataclass(frozen=True, slots=True)
class Bar:
    """An hour or a day (Amsterdam) of a line: how many came in it and were answered, or not."""

    begins: datetime
    answered: int
    missed: int

    @property
    def attempts(self) -> int:
        """Return how many came."""
        return self.answered + self.missed


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a line that was opened; tests and cool-downs are left out.

    `answered` were answered, be it registered or not; `open` of them are not registered yet, and
    have no wait here. `median_wait` and `slowest_wait` (nine of ten waited at most as long) are in
    seconds, None where fewer than five were measured, as everywhere. `listeners` is how many
    volunteers answered.
    """

    answered: int
    open: int
    missed: Mapping[MissedReason, int]
    median_wait: int | None
    slowest_wait: int | None
    listeners: int
    unit: Literal["hour", "day"]
    bars: list[Bar]

    @property
    def not_answered(self) -> int:
        """Return how many were missed, for whatever reason."""
        return sum(self.missed.values())

    @property
    def attempts(self) -> int:
        """Return how many came, and are not waiting any more."""
        return self.answered + self.not_answered


def wait_of(measured: int, seconds: int | None) -> int | None:
    """Return a wait in seconds; None where fewer than five were measured."""
    return seconds if measured >= FEWEST else None


def unit_of(since: datetime, until: datetime) -> Literal["hour", "day"]:
    """Return by what a surge of this length is shown."""
    return "hour" if until - since <= BY_THE_HOUR else "day"


def every_unit(unit: Literal["hour", "day"], since: datetime, until: datetime) -> list[datetime]:
    """Return the moments (UTC) at which the hours or days (Amsterdam) of a span begin."""
    begins = since.astimezone(TIME_ZONE).replace(minute=0, second=0, microsecond=0)
    if unit == "day":
        begins = begins.replace(hour=0)
    found = []
    while begins <= until:
        found.append(begins.astimezone(UTC))
        # Two times of one zone are compared by the clock on the wall, which shows an hour twice.
        begins = _following(begins, unit)
    return found


def bars_of(begins: Sequence[datetime], counted: Mapping[datetime, tuple[int, int]]) -> list[Bar]:
    """Return a bar for each hour or day in which the line was open, or somebody came by it."""
    all_of = sorted({*begins, *counted})
    return [Bar(moment, *counted.get(moment, (0, 0))) for moment in all_of]


def _following(moment: datetime, unit: Literal["hour", "day"]) -> datetime:
    if unit == "day":
        return moment + timedelta(days=1)  # of the calendar: a day may have 23 or 25 hours
    return (moment.astimezone(UTC) + timedelta(hours=1)).astimezone(TIME_ZONE)
