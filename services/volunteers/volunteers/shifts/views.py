"""Answers about shifts and their places."""

import datetime as dt
from uuid import UUID

from shared.events.vocabulary import Channel, Role
from shared.http import View

from volunteers.shifts.rules.day_parts import DayPart
from volunteers.shifts.tables import Place, Shift


class PlaceView(View):
    """A place of a shift, taken by a volunteer at `filledAt` (UTC)."""

    shift_id: UUID
    volunteer_id: UUID
    role: Role
    filled_at: dt.datetime


class ShiftView(View):
    """A shift, from `startsAt` to `endsAt` (UTC), with `filled` of its `needed` places taken."""

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


class ShiftWithPlaces(ShiftView):
    """A shift and who is in it; of a cancelled one, who was."""

    places: list[PlaceView]


def view_of_place(place: Place) -> PlaceView:
    """Return a place as clients see it."""
    return PlaceView(
        shift_id=place.shift_id,
        volunteer_id=place.volunteer_id,
        role=place.role,
        filled_at=place.filled_at,
    )


def view_of_shift(shift: Shift) -> ShiftView:
    """Return a shift as clients see it in lists."""
    return ShiftView(
        shift_id=shift.shift_id,
        location_id=shift.location_id,
        date=shift.day,
        day_part=shift.day_part,
        channels=shift.channels,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        needed=shift.needed,
        filled=shift.filled,
        cancelled=shift.cancelled_at is not None,
    )


def view_of_shift_with_places(shift: Shift, places: list[Place]) -> ShiftWithPlaces:
    """Return a shift as clients see it, with who is in it."""
    return ShiftWithPlaces(
        shift_id=shift.shift_id,
        location_id=shift.location_id,
        date=shift.day,
        day_part=shift.day_part,
        channels=shift.channels,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        needed=shift.needed,
        filled=shift.filled,
        cancelled=shift.cancelled_at is not None,
        places=[view_of_place(place) for place in places],
    )
