"""What clients are answered."""

import datetime as dt
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import Channel, Province, Role
from shared.http import View

from volunteers.rules.admission import missing_modules
from volunteers.rules.day_parts import DayPart
from volunteers.tables import Location, Place, Shift, Training, Volunteer
from volunteers.words import Status, VolunteerLine


class LocationView(View):
    """A location from which volunteers work."""

    location_id: UUID
    name: str
    region: Province


class VolunteerView(View):
    """How far a volunteer is: admitted with thirteen modules done and the mentor's sign-off."""

    volunteer_id: UUID
    location_id: UUID
    channels: list[Channel]
    lines: list[VolunteerLine]
    role: Role
    status: Status
    modules_done: list[int]
    modules_missing: list[int]
    signed_off: bool
    admitted_at: dt.datetime | None = Field(description="UTC; null until admitted")


class TrainingView(View):
    """One module of the basic training, as held for a group; each attended once."""

    training_id: UUID
    module: int
    held_on: dt.date
    volunteer_ids: list[UUID]


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


class Totals(View):
    """What volunteers holds now. Places of cancelled shifts are not taken any more."""

    month: str = Field(description="in Europe/Amsterdam: that in which the shifts start")
    locations: int
    volunteers_applied: int = Field(description="everybody who applied, the admitted included")
    volunteers_admitted: int
    trainings_held: int
    shifts_opened: int = Field(description="all that were opened, the cancelled included")
    shifts_filled: int = Field(description="places taken now, in shifts that stand")
    shifts_cancelled: int


def view_of_location(location: Location) -> LocationView:
    """Return a location as clients see it."""
    return LocationView(
        location_id=location.location_id, name=location.name, region=location.region
    )


def view_of_volunteer(volunteer: Volunteer) -> VolunteerView:
    """Return a volunteer as clients see it, with what is missing for the admission."""
    return VolunteerView(
        volunteer_id=volunteer.volunteer_id,
        location_id=volunteer.location_id,
        channels=volunteer.channels,
        lines=volunteer.lines,
        role=volunteer.role,
        status="admitted" if volunteer.admitted_at else "applied",
        modules_done=volunteer.modules_done,
        modules_missing=missing_modules(volunteer.modules_done),
        signed_off=volunteer.signed_off_by is not None,
        admitted_at=volunteer.admitted_at,
    )


def view_of_training(training: Training) -> TrainingView:
    """Return a training as clients see it."""
    return TrainingView(
        training_id=training.training_id,
        module=training.module,
        held_on=training.held_on,
        volunteer_ids=training.volunteer_ids,
    )


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
        **view_of_shift(shift).model_dump(), places=[view_of_place(place) for place in places]
    )
