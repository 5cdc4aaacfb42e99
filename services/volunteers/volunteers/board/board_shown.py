"""What the page shows: the board of some days and locations, and the hole that was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from pydantic import BaseModel
from shared.database import Connection, raw
from shared.reach import Reach
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers import fields
from volunteers.amsterdam import day_of
from volunteers.board import queries
from volunteers.board.hole_shown import HoleShown, Naming, hole_shown
from volunteers.board.rules import Row, ShiftShown, holes_in_order
from volunteers.locations.queries import locations_within
from volunteers.locations.rules import LocationNotFound
from volunteers.locations.views import LocationView
from volunteers.matching.matching import Matching

# With one location a week is shown, with several one day.
DAYS_OF_ONE = 7
STRIP_DAYS = 14


class BoardAsked(BaseModel):
    """The query of the page: a day, one location or all within reach, and a chosen shift."""

    day: fields.Day | None = None
    location: UUID | None = None
    shift: UUID | None = None


@dataclass(frozen=True, slots=True)
class BoardShown:
    """The board at a moment.

    `days` are those of the strip, with the number of open places of each. `rows` are days where
    `location` is the only one, and locations otherwise.
    """

    now: datetime
    day: date
    today: date
    location: LocationView | None
    locations: Sequence[LocationView]
    days: Mapping[date, int]
    rows: Sequence[Row]
    hole: HoleShown | None

    @property
    def holes(self) -> list[ShiftShown]:
        """The shifts of the day with a hole, in the order in which to close them."""
        shifts = [one for row in self.rows for one in row.shifts if one.day == self.day]
        return holes_in_order(shifts, self.now)

    @property
    def to_ask(self) -> list[ShiftShown]:
        """The holes of the day for which too few are asked."""
        return [one for one in self.holes if one.sign(self.now) != "asked"]

    def hole_after(self, shift_id: UUID | None) -> ShiftShown | None:
        """Return the next hole for which to ask, other than that of a shift."""
        return next((one for one in self.to_ask if one.shift_id != shift_id), None)

    def name_of(self, location_id: UUID) -> str:
        """Return the name of a location within reach; of another one nothing."""
        return next((one.name for one in self.locations if one.location_id == location_id), "")


async def board_shown(
    session: AsyncSession,
    reach: Reach,
    wanted: BoardAsked,
    now: datetime,
    *,
    matching: Matching,
    naming: Naming,
) -> BoardShown:
    """Return the board that is wanted, by default of today and all locations within reach.

    Raises `BeyondReach`, `LocationNotFound` and `ShiftNotFound`.
    """
    connection = await raw(session)
    today = day_of(now)
    locations = await locations_within(session, reach)
    location = _location(reach, wanted, locations)
    ids = [location.location_id] if location else [one.location_id for one in locations]
    day = wanted.day or today
    hole = None
    if wanted.shift:
        hole = await hole_shown(
            connection, wanted.shift, reach, now, matching=matching, naming=naming
        )
        day = hole.shift.day
    strip = [min(day, today) + timedelta(days=number) for number in range(STRIP_DAYS)]
    counted = await queries.holes_by_day(connection, strip, ids, now)
    return BoardShown(
        now=now,
        day=day,
        today=today,
        location=location,
        locations=locations,
        days={one: counted.get(one, 0) for one in strip},
        rows=await _rows(connection, day, location, locations),
        hole=hole,
    )


async def _rows(
    connection: Connection,
    day: date,
    location: LocationView | None,
    locations: Sequence[LocationView],
) -> list[Row]:
    if location is None:
        shifts = await queries.shifts_between(
            connection, day, day, [one.location_id for one in locations]
        )
        return [
            Row(one.location_id, one.name, day, _at(shifts, one.location_id)) for one in locations
        ]
    days = [day + timedelta(days=number) for number in range(DAYS_OF_ONE)]
    shifts = await queries.shifts_between(connection, day, days[-1], [location.location_id])
    return [Row(location.location_id, location.name, one, _on(shifts, one)) for one in days]


def _at(shifts: Sequence[ShiftShown], location_id: UUID) -> tuple[ShiftShown, ...]:
    return tuple(one for one in shifts if one.location_id == location_id)


def _on(shifts: Sequence[ShiftShown], day: date) -> tuple[ShiftShown, ...]:
    return tuple(one for one in shifts if one.day == day)


def _location(
    reach: Reach, wanted: BoardAsked, locations: Sequence[LocationView]
) -> LocationView | None:
    """Return the one location that is shown; None: all within reach."""
    if wanted.location is None:
        return locations[0] if len(locations) == 1 else None
    reach.require(f"location {wanted.location}", location=wanted.location)
    for one in locations:
        if one.location_id == wanted.location:
            return one
    raise LocationNotFound(f"there is no location {wanted.location}")
