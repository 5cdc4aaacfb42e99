"""What the page of a proposal shows: at one location, what is proposed beside what is."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel
from shared.database import raw
from shared.reach import Reach
from shared.tokens import Caller
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.reach import near
from volunteers.amsterdam import at_hour
from volunteers.locations.queries import locations_within
from volunteers.locations.views import LocationView
from volunteers.people.keys import Keys
from volunteers.people.known_names import known_names
from volunteers.rosters import queries
from volunteers.rosters.views import GapView, ProposedPlaceView, WholeProposalView
from volunteers.shifts.rules.day_parts import DAY_PARTS, DayPart
from volunteers.shifts.tables import Shift
from volunteers.shifts.views import ShiftView, view_of_shift


class LocationAsked(BaseModel):
    """The query of the page: which location is shown."""

    location: UUID | None = None


@dataclass(frozen=True, slots=True)
class ShiftShown:
    """A shift as it is, and as the proposal would have it."""

    shift: ShiftView
    places: Sequence[ProposedPlaceView]
    gap: GapView | None
    points: float | None

    @property
    def proposed(self) -> list[UUID]:
        """Who is proposed and was not offered the place yet."""
        return [one.volunteer_id for one in self.places if one.state == "proposed"]

    @property
    def offered(self) -> int:
        """To how many the place was offered."""
        return sum(one.state == "offered" for one in self.places)


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day with the shifts of each part."""

    date: dt.date
    parts: Mapping[DayPart, Sequence[ShiftShown]]


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """A proposal at one of its locations; `location` is None where none is within reach.

    `names` are those of people within reach who are proposed here, where names can be opened.
    """

    proposal: WholeProposalView
    location: LocationView | None
    locations: Sequence[LocationView]
    days: Sequence[DayShown]
    names: Mapping[UUID, str]

    @property
    def open_places(self) -> int:
        """How many places the proposal leaves open at all its locations."""
        return sum(gap.places for gap in self.proposal.gaps)

    @property
    def to_offer(self) -> int:
        """How many places can still be offered, at all locations."""
        return sum(one.state == "proposed" for one in self.proposal.places)


async def proposal_shown(
    session: AsyncSession, proposal_id: UUID, reach: Reach, wanted: LocationAsked, *, keys: Keys,
    caller: Caller,
) -> ProposalShown:  # fmt: skip
    """Return what is shown; raises `ProposalNotFound` and `BeyondReach`."""
    proposal = await queries.proposal(session, proposal_id, reach)
    within = await locations_within(session, reach)
    locations = [one for one in within if one.location_id in proposal.location_ids]
    here = next((one for one in locations if one.location_id == wanted.location), None)
    here = here or next(iter(locations), None)
    days = await _days(session, proposal, here) if here else []
    return ProposalShown(
        proposal, here, locations, days, await _names(session, days, reach, keys, caller)
    )


async def _days(
    session: AsyncSession, proposal: WholeProposalView, location: LocationView
) -> list[DayShown]:
    query = select(Shift).where(
        col(Shift.location_id) == location.location_id,
        col(Shift.starts_at) >= at_hour(proposal.first_day, 0),
        col(Shift.starts_at) < at_hour(proposal.last_day, 24),
        col(Shift.cancelled_at).is_(None),
    )
    in_order = query.order_by(col(Shift.starts_at), col(Shift.shift_id))
    rows = [view_of_shift(shift) for shift in (await session.exec(in_order)).all()]
    shown = _beside(proposal, rows)
    dates = sorted({one.shift.date for one in shown})
    return [
        DayShown(
            day,
            {
                part: [one for one in shown if (one.shift.date, one.shift.day_part) == (day, part)]
                for part in DAY_PARTS
            },
        )
        for day in dates
    ]


async def _names(
    session: AsyncSession, days: Sequence[DayShown], reach: Reach, keys: Keys, caller: Caller
) -> dict[UUID, str]:
    """Return the names of who is proposed on these days; of people of other locations none."""
    shifts = (one for day in days for part in day.parts.values() for one in part)
    proposed = (person for one in shifts for person in one.proposed)
    named = await near(session, proposed, reach)
    return await known_names(await raw(session), named, keys, caller)


def _beside(proposal: WholeProposalView, rows: Sequence[ShiftView]) -> list[ShiftShown]:
    places: dict[UUID, list[ProposedPlaceView]] = {}
    for place in proposal.places:
        places.setdefault(place.shift_id, []).append(place)
    gaps = {gap.shift_id: gap for gap in proposal.gaps}
    points = {price.shift_id: price.points for price in proposal.most_needed}
    return [
        ShiftShown(
            row, places.get(row.shift_id, []), gaps.get(row.shift_id), points.get(row.shift_id)
        )
        for row in rows
    ]
