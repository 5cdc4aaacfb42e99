"""When a line is open: weekly windows and closed days, by the clock of Amsterdam."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal, get_args
from uuid import UUID

from shared.events.vocabulary import Line, Organisation
from shared.month import TIME_ZONE
from shared.refusals import BadInput, Refusal

Kind = Literal["national", "local", "partner", "surge"]
HeardOutside = Literal["outside_hours", "closed"]
KINDS: tuple[Kind, ...] = get_args(Kind)
HEARD_OUTSIDE: tuple[HeardOutside, ...] = get_args(HeardOutside)
# The end of a day, which no time of the day can say.
MIDNIGHT = "24:00"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
WRITTEN = re.compile(rf"([1-7])(?:-([1-7]))? ({_TIME})-({_TIME}|24:00)")


class LinesNotRight(BadInput):
    """A line lacks what its kind needs, or has what no line of its kind has."""


class NumberOfAccidentLine(Refusal):
    """A prepared accident line has this number: all its callers would be of the accident."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a day of the week, 1 to 7 from Monday on, when a line is open: `09:00`, `17:00`.

    `until` is `24:00` at most. A night is two windows: one of each day.
    """

    day: int
    opens: str
    until: str


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A number of ours; without `hours` it is open day and night.

    `location_id` goes with the kind `local` only, `organisation` with `partner` only. On
    `closed_days` it is closed from midnight to midnight. `heard_outside` is what the exchange plays
    then. A surge line is open while its accident line is.
    """

    number: str
    kind: Kind
    location_id: UUID | None = None
    organisation: Organisation | None = None
    hours: Sequence[Window] | None = None
    closed_days: Sequence[date] = ()
    heard_outside: HeardOutside = "outside_hours"

    @property
    def line(self) -> Line:
        """Return as what calls of this number are counted."""
        return "national" if self.kind == "surge" else self.kind


def read_hours(text: str) -> list[Window]:
    """Return the windows that are written `1-5 09:00-17:30, 6 10:00-14:00`; raises LinesNotRight.

    The days of the week are 1 to 7, from Monday on.
    """
    found = []
    for part in text.split(","):
        written = WRITTEN.fullmatch(part.strip())
        if written is None:
            raise LinesNotRight("write hours as 1-5 09:00-17:30, 6 10:00-14:00: 1 is Monday")
        first, last, opens, until = written.groups()
        days = range(int(first), int(last or first) + 1)
        found += [Window(day, opens, until) for day in days]
    return found


def write_hours(windows: Iterable[Window]) -> str:
    """Return windows as `read_hours` reads them: days with the same times that follow in one."""
    parts: list[tuple[int, int, str, str]] = []
    for one in windows:
        same = [
            place for place, (_, last, opens, until) in enumerate(parts)
            if (last + 1, opens, until) == (one.day, one.opens, one.until)
        ]  # fmt: skip
        if same:
            first, *_ = parts[same[0]]
            parts[same[0]] = first, one.day, one.opens, one.until
        else:
            parts.append((one.day, one.day, one.opens, one.until))
    return ", ".join(
        f"{first if first == last else f'{first}-{last}'} {opens}-{until}"
        for first, last, opens, until in parts
    )


def is_open(line: OwnLine, now: datetime) -> bool:
    """Return whether a line is open at a moment."""
    there = now.astimezone(TIME_ZONE)
    if there.date() in line.closed_days:
        return False
    return line.hours is None or any(_covers(window, there) for window in line.hours)


def check_lines(lines: Iterable[OwnLine]) -> None:
    """Refuse lines that contradict themselves; raises LinesNotRight."""
    lines = list(lines)
    if len({line.number for line in lines}) < len(lines):
        raise LinesNotRight("a number stands there twice: name each once")
    for line in lines:
        check_line(line)


def check_line(line: OwnLine) -> None:
    """Refuse a line that contradicts itself; raises LinesNotRight."""
    if (line.kind == "local") != (line.location_id is not None):
        raise LinesNotRight("a local line, and no other, has a location")
    if (line.kind == "partner") != (line.organisation is not None):
        raise LinesNotRight("a partner line, and no other, has an organisation")
    for window in line.hours or ():
        if window.opens >= window.until:
            raise LinesNotRight(
                "hours end on their own day, after they begin: give a night as two windows, until"
                f" {MIDNIGHT} and from 00:00"
            )


def check_free(lines: Iterable[OwnLine], prepared: Mapping[str, str]) -> None:
    """Refuse a number of a prepared accident line for another kind of line.

    `prepared` are the addresses of the accident lines by their numbers. One of the kind `surge`
    says what is heard while the accident line is closed. Raises NumberOfAccidentLine.
    """
    for line in lines:
        if line.number in prepared and line.kind != "surge":
            raise NumberOfAccidentLine(
                f"{line.number} is the number of the accident line {prepared[line.number]}: give"
                " that another number first, or keep this one as an accident line (kind surge)"
            )


def _covers(window: Window, there: datetime) -> bool:
    if window.day != there.isoweekday():
        return False
    begun = time.fromisoformat(window.opens) <= there.time()
    return begun and (window.until == MIDNIGHT or there.time() < time.fromisoformat(window.until))
