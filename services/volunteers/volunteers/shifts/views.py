"""Answers about shifts and their places."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.events.vocabulary import Channel, Role
from shared.http import View

from volunteers.shifts.rules.day_parts import DayPart
from volunteers.shifts.tables import Place, Shift, Standby, WaitingPlace
from volunteers.shifts.vocabulary import PlaceSource, StandbyKind


class PlaceView(View):
    """A place of a shift, taken by a volunteer at `filledAt` (UTC); `source` says how."""

    shift_id: UUID
    volunteer_id: UUID
    role: Role
    filled_at: dt.datetime
    source: PlaceSource
    from_home: bool


class WaitingView(View):
    """A volunteer waits for a place of a shift since a moment (UTC), as `number` of the list."""

    shift_id: UUID
    volunteer_id: UUID
    since: dt.datetime
    number: int


class StandbyView(View):
    """A volunteer stands by for a shift, or stays on from the one before, if a place is open."""

    shift_id: UUID
    volunteer_id: UUID
    kind: StandbyKind
    since: dt.datetime


class ShiftView(View):
    """A shift, from `startsAt` to `endsAt` (UTC), with `filled` of its `needed` places taken.

    A trainee's place beside a mentor comes on top and is not counted. `experiencedNeeded` of those
    who fill it are mentors or admitted a year before. `teamOnly`: for volunteers of the location.
    `homeAllowed`: may be worked from home, by others too. `planned`: opened from the demand.
    """

    shift_id: UUID
    location_id: UUID
    date: dt.date
    day_part: DayPart
    channels: list[Channel]
    starts_at: dt.datetime
    ends_at: dt.datetime
    needed: int
    filled: int
    cancelled: bool
    experienced_needed: int
    team_only: bool
    home_allowed: bool
    planned: bool


class ShiftWithPlaces(ShiftView):
    """A shift and who is in it; of a cancelled one, who was."""

    places: list[PlaceView]


class ShiftInFull(ShiftWithPlaces):
    """A shift, who is in it, who waits for a place, first come first, and who stands by."""

    waiting: list[WaitingView]
    standby: list[StandbyView]


def view_of_waiting(waiting: Sequence[WaitingPlace]) -> list[WaitingView]:
    """Return a waiting list, in its order, as clients see it."""
    return [
        WaitingView(
            shift_id=one.shift_id, volunteer_id=one.volunteer_id, since=one.since, number=number
        )
        for number, one in enumerate(waiting, 1)
    ]


def view_of_standby(standby: Standby) -> StandbyView:
    """Return somebody who stands by as clients see it."""
    return StandbyView(
        shift_id=standby.shift_id, volunteer_id=standby.volunteer_id, kind=standby.kind,
        since=standby.since,
    )  # fmt: skip


def view_of_place(place: Place) -> PlaceView:
    """Return a place as clients see it."""
    return PlaceView(
        shift_id=place.shift_id,
        volunteer_id=place.volunteer_id,
        role=place.role,
        filled_at=place.filled_at,
        source=place.source,
        from_home=place.from_home,
    )


def view_of_shift(shift: Shift) -> ShiftView:
    """Return a shift as clients see it in lists."""
    return ShiftView(**_shown(shift))


def view_of_shift_in_full(
    shift: Shift, places: Sequence[Place], waiting: Sequence[WaitingPlace],
    standby: Sequence[Standby],
) -> ShiftInFull:  # fmt: skip
    """Return a shift as its coordinators see it."""
    return ShiftInFull(
        **_shown(shift),
        places=[view_of_place(place) for place in places],
        waiting=view_of_waiting(waiting),
        standby=[view_of_standby(one) for one in standby],
    )


def view_of_shift_with_places(shift: Shift, places: list[Place]) -> ShiftWithPlaces:
    """Return a shift as clients see it, with who is in it."""
    return ShiftWithPlaces(**_shown(shift), places=[view_of_place(place) for place in places])


def _shown(shift: Shift) -> dict[str, Any]:
    return {
        "shift_id": shift.shift_id,
        "location_id": shift.location_id,
        "date": shift.day,
        "day_part": shift.day_part,
        "channels": shift.channels,
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "needed": shift.needed,
        "filled": shift.filled,
        "cancelled": shift.cancelled_at is not None,
        "experienced_needed": shift.experienced_needed,
        "team_only": shift.team_only,
        "home_allowed": shift.home_allowed,
        "planned": shift.planned,
    }
