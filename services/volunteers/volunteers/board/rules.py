"""What the board says of a shift: one sign, so that nothing is told by colour alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from shared.events.vocabulary import Channel

from volunteers.shifts.rules.day_parts import DayPart

SOON = timedelta(hours=24)
# For each open place so many people are asked at once.
ASKED_FOR_A_PLACE = 3
Sign = Literal["over", "filled", "asked", "open", "soon"]


@dataclass(frozen=True, slots=True)
class ShiftShown:
    """A shift as the board shows it: `asked` counts open offers, `proposed` people of a proposal.

    `present` counts who of those in it are at the desk.
    """

    shift_id: UUID
    location_id: UUID
    day: date
    part: DayPart
    channels: tuple[Channel, ...]
    starts_at: datetime
    ends_at: datetime
    needed: int
    filled: int
    asked: int = 0
    proposed: int = 0
    present: int = 0

    @property
    def holes(self) -> int:
        """How many places are open."""
        return self.needed - self.filled

    def sign(self, now: datetime) -> Sign:
        """Return what is to be seen at once.

        A hole is `asked` while as many offers are open as places, `soon` where the shift begins
        within a day and fewer are.
        """
        if self.ends_at <= now:
            return "over"
        if not self.holes:
            return "filled"
        if self.asked >= self.holes:
            return "asked"
        return "soon" if self.starts_at - now <= SOON else "open"

    def is_open(self, now: datetime) -> bool:
        """Tell whether it has a hole that can still be filled."""
        return self.sign(now) in ("asked", "open", "soon")

    def is_to_come(self, now: datetime) -> bool:
        """Tell whether people can still be asked; later a place is given by telephone."""
        return self.starts_at > now

    def is_on(self, now: datetime) -> bool:
        """Tell whether it lasts now."""
        return self.starts_at <= now < self.ends_at


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the board, a location or a day, with the shifts of each of the six day parts."""

    location_id: UUID | None
    name: str
    day: date
    shifts: Sequence[ShiftShown]

    def of(self, part: DayPart) -> list[ShiftShown]:
        """Return the shifts of a day part."""
        return [one for one in self.shifts if one.part == part]


def holes_in_order(shifts: Iterable[ShiftShown], now: datetime) -> list[ShiftShown]:
    """Return the shifts with a hole: those for which too few are asked first, then by start."""
    found = [one for one in shifts if one.is_open(now)]
    return sorted(found, key=lambda one: (one.sign(now) == "asked", one.starts_at, one.shift_id))


def choose(
    holes: Mapping[UUID, int], offered: Mapping[UUID, int], best: Mapping[UUID, Sequence[UUID]]
) -> dict[UUID, list[UUID]]:
    """Return whom to ask for which shift; shifts for which nobody is left are not in it.

    `holes` counts the open places of each shift, `offered` its open offers, and `best` has who may
    be asked, the best first. In each of three rounds every shift gets one person for each place.
    """
    chosen: dict[UUID, list[UUID]] = {}
    taken: set[UUID] = set()
    for number in range(1, ASKED_FOR_A_PLACE + 1):
        for shift_id, places in holes.items():
            asked = chosen.get(shift_id, [])
            most = places * number - offered.get(shift_id, 0) - len(asked)
            free = [one for one in best[shift_id] if one not in taken][: max(most, 0)]
            if free:
                chosen[shift_id] = asked + free
                taken.update(free)
    return chosen
