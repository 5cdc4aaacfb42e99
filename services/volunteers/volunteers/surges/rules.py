"""The shifts of a surge: for now and next, as many as listeners are wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from volunteers.amsterdam import AMSTERDAM, day_of
from volunteers.shifts.rules.day_parts import DAY_PARTS, HOURS, DayPart, span_of

NEXT_WAVE = timedelta(minutes=5)
OPEN_FOR = timedelta(minutes=15)
ASKED_FOR_A_HOLE = 3
MOST_IN_A_SHIFT = 20


@dataclass(frozen=True, slots=True)
class SurgeShift:
    """A shift of a surge. Its id follows from the rest, so that it is opened once."""

    shift_id: UUID
    day: date
    part: DayPart
    needed: int


def shifts_now_and_next(surge_id: UUID, wanted: int, now: datetime) -> list[SurgeShift]:
    """Return the shifts of this day part and of the next, each for so many listeners."""
    return [
        one
        for day, part in (_part_at(now), _part_at(_end_of_part(now)))
        for one in _shifts(surge_id, wanted, day, part)
    ]


def shift_ids_until(surge_id: UUID, since: datetime, until: datetime, wanted: int) -> list[UUID]:
    """Return the ids of all shifts that a surge of that time may have opened."""
    found: dict[UUID, None] = {}
    moment = since
    while moment <= _end_of_part(until):
        found |= {one.shift_id: None for one in shifts_now_and_next(surge_id, wanted, moment)}
        moment = _end_of_part(moment)
    return list(found)


def _shifts(surge_id: UUID, wanted: int, day: date, part: DayPart) -> Iterator[SurgeShift]:
    for number, first in enumerate(range(0, wanted, MOST_IN_A_SHIFT)):
        shift_id = uuid5(surge_id, f"{day}/{part}/{number}")
        yield SurgeShift(shift_id, day, part, min(wanted - first, MOST_IN_A_SHIFT))


def _part_at(moment: datetime) -> tuple[date, DayPart]:
    return day_of(moment), DAY_PARTS[moment.astimezone(AMSTERDAM).hour // HOURS]


def _end_of_part(moment: datetime) -> datetime:
    return span_of(*_part_at(moment)).ends_at
