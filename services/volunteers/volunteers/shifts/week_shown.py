"""What the page of a week shows, and to whom."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel
from shared.database import raw
from shared.reach import Reach
from shared.tokens import Caller
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers import fields
from volunteers.admission.queries import location_of_volunteer
from volunteers.admission.reach import near
from volunteers.amsterdam import day_of
from volunteers.locations.queries import locations_within
from volunteers.locations.rules import LocationNotFound
from volunteers.locations.views import LocationView
from volunteers.people.keys import Keys
from volunteers.people.known_names import known_names
from volunteers.roles import reach_by
from volunteers.shifts import queries
from volunteers.shifts.rules.day_parts import DAY_PARTS, DayPart
from volunteers.shifts.rules.weeks import Week, week_of
from volunteers.shifts.views import ShiftView, ShiftWithPlaces

Shifts = Sequence[ShiftView] | Sequence[ShiftWithPlaces]


class WeekAsked(BaseModel):
    """The query of the page: the location, and a day of the week that is to be shown."""

    location: UUID | None = None
    day: fields.Day | None = None


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day of the week, with its shifts in each of the six day parts."""

    date: dt.date
    is_today: bool
    parts: Mapping[DayPart, Shifts]

    @property
    def is_empty(self) -> bool:
        """Whether the day has no shift."""
        return not any(self.parts.values())


@dataclass(frozen=True, slots=True)
class WeekShown:
    """A week of a location, as one person may see it.

    `people`: whether who is in the shifts is shown; `names` are those of people within reach, where
    names can be opened. `opens_at`: the locations at which this
    person may open shifts. `location` is None where no location is open yet. `nearest` is the
    nearest day with shifts here, where this week has none.
    """

    week: Week
    today: dt.date
    now: dt.datetime
    location: LocationView | None
    locations: Sequence[LocationView]
    opens_at: Sequence[LocationView]
    people: bool
    names: Mapping[UUID, str]
    shifts: Shifts
    nearest: dt.date | None

    @property
    def days(self) -> list[DayShown]:
        """The seven days, Monday first."""
        return [
            DayShown(day, day == self.today, {part: self._of(day, part) for part in DAY_PARTS})
            for day in self.week.days
        ]

    @property
    def places_open(self) -> int:
        """How many places are open in shifts that stand and are not over."""
        return sum(shift.needed - shift.filled for shift in self.shifts if self.is_short(shift))

    @property
    def before(self) -> dt.date | None:
        """The Monday of the week before, or None before the first day that shifts may have."""
        monday = self.week.before().monday
        return monday if monday >= fields.FIRST_DAY else None

    @property
    def after(self) -> dt.date | None:
        """The Monday of the week after, or None after the last day that shifts may have."""
        monday = self.week.next().monday
        return monday if monday <= fields.LAST_DAY else None

    def is_short(self, shift: ShiftView) -> bool:
        """Say whether the shift needs people: it stands, is not over, and has places open."""
        return not shift.cancelled and shift.filled < shift.needed and shift.ends_at > self.now

    def may_cancel(self, shift: ShiftView) -> bool:
        """Say whether this person may cancel the shift."""
        here = any(shift.location_id == one.location_id for one in self.opens_at)
        return here and not shift.cancelled

    def _of(self, day: dt.date, part: DayPart) -> Shifts:
        return [one for one in self.shifts if (one.date, one.day_part) == (day, part)]


async def week_shown(
    session: AsyncSession, caller: Caller, reach: Reach, wanted: WeekAsked, now: dt.datetime, *,
    keys: Keys,
) -> WeekShown:  # fmt: skip
    """Return the week that is wanted, by default the present one of the caller's own location.

    Raises `BeyondReach`, and `LocationNotFound`.
    """
    today = day_of(now)
    week = week_of(wanted.day or today)
    locations = await locations_within(session, reach)
    here = await _location(session, caller, reach, wanted, locations)
    opens = reach_by(caller, "POST /volunteers/shifts")
    sees = reach_by(caller, "GET /v1/shifts/{shift_id}")
    people = here is not None and sees.covers(location=here.location_id)
    shifts: Shifts = []
    names: Mapping[UUID, str] = {}
    if here and people:
        shifts = await queries.shifts_of_week(session, here.location_id, week)
        names = await names_in(session, shifts, sees, keys, caller)
    elif here:
        shifts = await queries.shifts_of_week_without_places(session, here.location_id, week)
    opens_at = [one for one in locations if opens.covers(location=one.location_id)]
    nearest = None
    if here and not shifts:
        nearest = await queries.day_with_shifts(session, here.location_id, week)
    return WeekShown(week, today, now, here, locations, opens_at, people, names, shifts, nearest)


async def names_in(
    session: AsyncSession, shifts: Sequence[ShiftWithPlaces], reach: Reach, keys: Keys,
    caller: Caller,
) -> dict[UUID, str]:  # fmt: skip
    """Return the names of who is in these shifts; of people of other locations none."""
    inside = (place.volunteer_id for shift in shifts for place in shift.places)
    named = await near(session, inside, reach)
    return await known_names(await raw(session), named, keys, caller)


async def _location(
    session: AsyncSession, caller: Caller, reach: Reach, wanted: WeekAsked,
    locations: Sequence[LocationView],
) -> LocationView | None:  # fmt: skip
    """Return the location that is wanted, or the caller's own, or the first by name."""
    known = {one.location_id: one for one in locations}
    if wanted.location:
        reach.require(f"location {wanted.location}", location=wanted.location)
        if wanted.location not in known:
            raise LocationNotFound(f"there is no location {wanted.location}")
        return known[wanted.location]
    own = [one for one in locations if one.location_id in (caller.locations or ())]
    if not own and caller.person:
        place = await location_of_volunteer(session, caller.person)
        own = [known[place]] if place and place in known else []
    return next(iter([*own, *locations]), None)
