"""What volunteers says."""

from typing import ClassVar
from uuid import UUID

from shared.events.envelope import Event
from shared.events.vocabulary import Channel, Line, Province, Role
from shared.strict import Day, Moment


class LocationOpened(Event):
    """A location exists or changed. Aggregate: the location."""

    subject: ClassVar[str] = "volunteers.location_opened.v1"

    location_id: UUID
    name: str
    region: Province


class VolunteerAdmitted(Event):
    """A volunteer may take contacts on these channels and lines. Aggregate: the volunteer."""

    subject: ClassVar[str] = "volunteers.volunteer_admitted.v1"

    volunteer_id: UUID
    location_id: UUID
    channels: list[Channel]
    lines: list[Line]
    role: Role
    since: Moment


class ShiftOpened(Event):
    """A shift exists, with so many places to fill. Aggregate: the shift."""

    subject: ClassVar[str] = "volunteers.shift_opened.v1"

    shift_id: UUID
    location_id: UUID
    channels: list[Channel]
    starts_at: Moment
    ends_at: Moment
    needed: int
    filled: int


class ShiftFilled(ShiftOpened):
    """One place of a shift was taken: the shift as it now is, and the place.

    A consumer keeps the place by (shift, volunteer) and applies each by its own sequence: the
    event does not repeat the shift's other places.
    """

    subject: ClassVar[str] = "volunteers.shift_filled.v1"

    volunteer_id: UUID
    role: Role
    filled_at: Moment


class ShiftReleased(ShiftFilled):
    """One place of a shift was given back: the shift as it now is, and the place."""

    subject: ClassVar[str] = "volunteers.shift_released.v1"


class ShiftCancelled(ShiftOpened):
    """A shift will not be: nobody is on duty by it, whoever had taken a place."""

    subject: ClassVar[str] = "volunteers.shift_cancelled.v1"


class CourseDelivered(Event):
    """A course was given to a third party, which billing invoices. Aggregate: the delivery.

    `client` is a party of billing, `ORG-...`; `course` is a code of the course's price.
    """

    subject: ClassVar[str] = "volunteers.course_delivered.v1"

    delivery_id: UUID
    course: str
    client: str
    on: Day
