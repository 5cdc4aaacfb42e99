"""What matching knows of volunteers and shifts. Each fact is replaced as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from shared.events.vocabulary import Channel, Role

from volunteers.admission.vocabulary import State
from volunteers.shifts.rules.day_parts import DAY_PARTS, DayPart, Span, span_of

PARTS = len(DAY_PARTS)


@dataclass(frozen=True, slots=True)
class Person:
    """A volunteer in practice or admitted, with their wishes and how they answered before.

    `wishes` has 42 values, Monday's six day parts first: 0 cannot, 1 can, 2 gladly; None where the
    volunteer gave none. `absences` are first and last days. `taken_before` counts, for each day
    part, the places in the half year before the days that are held in memory; `accepted` and
    `declined` count the answers to offers since then.
    """

    volunteer_id: UUID
    location_id: UUID
    channels: frozenset[Channel]
    role: Role
    state: State
    admitted_at: datetime | None = None
    paused_until: date | None = None
    wishes: tuple[int, ...] | None = None
    most_per_week: int = 2
    most_nights_per_month: int = 2
    from_home: bool = False
    absences: tuple[tuple[date, date], ...] = ()
    taken_before: tuple[int, ...] = (0,) * PARTS
    accepted: int = 0
    declined: int = 0


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift and who is in it.

    `slot` numbers its day part since the year 1, `monday` is the ordinal of the first day of its
    week, and `wish_place` says which of the 42 wishes is for it. `any_channel`: who may take one of
    its channels may come, as at a surge.
    """

    shift_id: UUID
    location_id: UUID
    day: date
    part: DayPart
    channels: tuple[Channel, ...]
    needed: int
    filled: int = 0
    cancelled: bool = False
    experienced_needed: int = 0
    team_only: bool = False
    home_allowed: bool = False
    any_channel: bool = False
    places: Mapping[UUID, Role] = field(default_factory=dict)
    slot: int = field(init=False)
    monday: int = field(init=False)
    wish_place: int = field(init=False)
    span: Span = field(init=False)

    def __post_init__(self) -> None:
        """Work out what follows from the day and its part, which is asked very often."""
        ordinal, part = self.day.toordinal(), DAY_PARTS.index(self.part)
        follows = {
            "slot": ordinal * PARTS + part,
            "monday": ordinal - self.day.weekday(),
            "wish_place": self.day.weekday() * PARTS + part,
            "span": span_of_slot(ordinal * PARTS + part),
        }
        for name, value in follows.items():
            object.__setattr__(self, name, value)


@lru_cache(maxsize=4096)
def span_of_slot(slot: int) -> Span:
    """Return when a day part begins and ends."""
    day, part = divmod(slot, PARTS)
    return span_of(date.fromordinal(day), DAY_PARTS[part])
