"""The places of shifts: how many are needed, taken and open, at a moment and in each hour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from reporting.days.rules.local_time import hours_of


@dataclass(frozen=True)
class ShiftPlaces:
    """A shift that was not cancelled, with how many it needs and how many took a place."""

    location_id: UUID
    starts_at: datetime
    ends_at: datetime
    needed: int
    filled: int


@dataclass(frozen=True)
class Places:
    """Places of all shifts together. More than needed at one shift fills no hole of another."""

    needed: int
    taken: int
    open: int


def places_at(shifts: Iterable[ShiftPlaces], moment: datetime) -> Places:
    """Return the places of the shifts that last at a moment."""
    lasting = [one for one in shifts if one.starts_at <= moment < one.ends_at]
    return Places(
        needed=sum(one.needed for one in lasting),
        taken=sum(one.filled for one in lasting),
        open=sum(max(0, one.needed - one.filled) for one in lasting),
    )


def places_by_hour(shifts: Sequence[ShiftPlaces], day: date) -> list[Places]:
    """Return the places in the middle of each of the 24 hours of a day of Amsterdam."""
    return [places_at(shifts, moment) for moment in hours_of(day)]
