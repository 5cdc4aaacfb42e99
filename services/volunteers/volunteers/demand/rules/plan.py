"""Which shifts a need takes at the locations, and which of them are missing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from volunteers.demand.rules.spread import spread
from volunteers.demand.vocabulary import DESKS, Desk
from volunteers.shifts.rules.day_parts import DAY_PARTS, DayPart

MOST_IN_A_SHIFT = 20
# From so many people on, one of them is experienced.
WITH_EXPERIENCE = 2


@dataclass(frozen=True, slots=True)
class Missing:
    """A shift that is to be opened at a location."""

    location_id: UUID
    part: DayPart
    desk: Desk
    needed: int

    @property
    def experienced_needed(self) -> int:
        """How many experienced people it needs."""
        return int(self.needed >= WITH_EXPERIENCE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shift can be: how many work there at once, and how many answer at each desk."""

    location_id: UUID
    desks: int
    people: Mapping[Desk, int]


def spread_over(
    day: date, needs: Mapping[tuple[DayPart, Desk], int], places: list[Place]
) -> dict[tuple[UUID, DayPart, Desk], int]:
    """Return how many people each location is to have in a day part at each desk."""
    found = {}
    for number, part in enumerate(DAY_PARTS, day.toordinal() * len(DAY_PARTS)):
        room = {one.location_id: one.desks for one in places}
        for turn, desk in enumerate(DESKS, number * len(DESKS)):
            people = {one.location_id: one.people.get(desk, 0) for one in places}
            for location_id, needed in spread(needs[part, desk], people, room, turn).items():
                found[location_id, part, desk] = needed
                room[location_id] -= needed
    return found


def missing(
    wanted: Mapping[tuple[UUID, DayPart, Desk], int],
    opened: Mapping[tuple[UUID, DayPart, Desk], int],
) -> list[Missing]:
    """Return the shifts to open so that what is wanted is there; none where there are enough.

    `opened` counts the people that the shifts of a location, day part and desk need already. What
    the nation has beyond a location's share, because people came and went since, is not opened
    a second time elsewhere.
    """
    lacking: Counter[tuple[DayPart, Desk]] = Counter()
    for (_, part, desk), needed in wanted.items():
        lacking[part, desk] += needed
    for (_, part, desk), needed in opened.items():
        lacking[part, desk] -= needed
    found = []
    for (location_id, part, desk), needed in wanted.items():
        more = min(needed - opened.get((location_id, part, desk), 0), lacking[part, desk])
        lacking[part, desk] -= max(more, 0)
        while more > 0:
            found.append(Missing(location_id, part, desk, min(more, MOST_IN_A_SHIFT)))
            more -= MOST_IN_A_SHIFT
    return found
