"""What the page shows: the board of some days and locations, and the hole that was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from pydantic import BaseModel
from shared.database import raw
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
from volunteers.rosters.queries import LatestProposal, latest_proposal

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

    `days` are those of the strip, with the number of open places of each; None where a day has no
    shift. `rows` are days where
    `location` is the only one, and locations otherwise. `proposal` is the newest that was made for
    these days at that location.
    """

    now: datetime
    day: date
    today: date
    location: LocationView | None
    locations: Sequence[LocationView]
    days: Mapping[date, int | None]
    rows: Sequence[Row]
    proposal: LatestProposal | None
    hole: HoleShown | None

    @property
    def holes(self) -> list[ShiftShown]:
        """The shifts of the day with a hole, in the order in which to close them."""
        shifts = [one for row in self.rows for one in row.shifts if one.day == self.day]
        return holes_in_order(shifts, self.now)

    @property
    def to_ask(self) -> list[ShiftShown]:
        """The holes of the day for which too few are asked, and still can be."""
        return [
            one for one in self.holes if one.is_to_come(self.now) and one.sign(self.now) != "asked"
        ]

    @property
    def begun(self) -> list[ShiftShown]:
        """The holes of shifts that have begun: nobody is asked for them by a message any more."""
        return [one for one in self.holes if not one.is_to_come(self.now)]

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
    day, hole = wanted.day or today, None
    if wanted.shift:
        hole = await hole_shown(session, wanted.shift, reach, now, matching=matching, naming=naming)
        day = hole.shift.day
    strip = _days(today, STRIP_DAYS)
    if day not in strip:
        strip = _days(day, STRIP_DAYS)
    counted = await queries.holes_by_day(connection, strip, ids, now)
    shown = _days(day, DAYS_OF_ONE if location else 1)
    proposal = await latest_proposal(session, location.location_id, shown) if location else None
    shifts = await queries.shifts_between(connection, shown[0], shown[-1], ids)
    return BoardShown(
        now=now,
        day=day,
        today=today,
        location=location,
        locations=locations,
        days={one: counted.get(one) for one in strip},
        rows=_rows(_with(proposal, shifts), shown, location, locations),
        proposal=proposal,
        hole=hole,
    )


def _rows(
    shifts: Sequence[ShiftShown],
    days: Sequence[date],
    location: LocationView | None,
    locations: Sequence[LocationView],
) -> list[Row]:
    if location is None:
        at = {one.location_id: [each for each in shifts if each.location_id == one.location_id]
              for one in locations}  # fmt: skip
        return [Row(one.location_id, one.name, days[0], at[one.location_id]) for one in locations]
    on = {day: [one for one in shifts if one.day == day] for day in days}
    return [Row(location.location_id, location.name, day, on[day]) for day in days]


def _with(proposal: LatestProposal | None, shifts: Sequence[ShiftShown]) -> list[ShiftShown]:
    """Return the shifts with how many people are proposed for each."""
    places = proposal.places if proposal else {}
    return [replace(one, proposed=len(places.get(one.shift_id, ()))) for one in shifts]


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]


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
