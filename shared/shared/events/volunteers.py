"""What volunteers says."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.envelope import Event
from shared.events.vocabulary import AttendanceKind, Channel, Line, Province, RiskHours, Role
from shared.strict import Day, Moment


class LocationOpened(Event):
    """A location exists or changed. Aggregate: the location.

    From `closed_on` it works no more; its people went to `merged_into`.
    """

    subject: ClassVar[str] = "volunteers.location_opened.v1"

    location_id: UUID
    name: str
    region: Province
    closed_on: Day | None = None
    merged_into: UUID | None = None


class VolunteerChanged(Event):
    """A volunteer as they now are: what the events of a volunteer have in common."""

    volunteer_id: UUID
    location_id: UUID
    channels: list[Channel]
    lines: list[Line]
    role: Role
    since: Moment


class VolunteerAdmitted(VolunteerChanged):
    """A volunteer may take contacts on these channels and lines. Aggregate: the volunteer.

    Told again, whole, when something of it changed: a channel more, another location, or the end
    of a pause or a suspension.
    """

    subject: ClassVar[str] = "volunteers.volunteer_admitted.v1"


class VolunteerApplied(VolunteerChanged):
    """Somebody applied; the channels are those applied for. Aggregate: the volunteer."""

    subject: ClassVar[str] = "volunteers.volunteer_applied.v1"


class VolunteerSuspended(VolunteerChanged):
    """A volunteer may take no contacts now, by a pause or a suspension. Aggregate: the volunteer.

    It does not say which of the two. `volunteer_admitted` ends it; `channels` are those before.
    """

    subject: ClassVar[str] = "volunteers.volunteer_suspended.v1"


class VolunteerLeft(VolunteerChanged):
    """A volunteer is gone, or an applicant withdrew or was declined. Aggregate: the volunteer.

    `channels` are those before. It is the last event of the volunteer.
    """

    subject: ClassVar[str] = "volunteers.volunteer_left.v1"


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
    surge_id: UUID | None = Field(default=None, description="the surge that it was opened for")


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


class ShiftAtRisk(ShiftOpened):
    """A shift that begins within so many hours has a hole. Aggregate: the shift.

    Told once for each of 72, 24 and 4 hours, if the hole is there then.
    """

    subject: ClassVar[str] = "volunteers.shift_at_risk.v1"

    hours: RiskHours


class TrainingAttended(Event):
    """Somebody attended a module or a half-day. Aggregate: the attendance.

    `module` is 1 to 13 of the kind module, else None. Modules do not count towards the ten
    half-days of a year: their `half_days` are 0.
    """

    subject: ClassVar[str] = "volunteers.training_attended.v1"

    attendance_id: UUID
    volunteer_id: UUID
    kind: AttendanceKind
    module: int | None = Field(ge=1, le=13)
    half_days: int
    on: Day


class EvaluationHeld(Event):
    """An evaluation interview was held; nothing is told of what was said. Aggregate: it."""

    subject: ClassVar[str] = "volunteers.evaluation_held.v1"

    evaluation_id: UUID
    volunteer_id: UUID
    on: Day


class CourseDelivered(Event):
    """A course was given to a third party, which billing invoices. Aggregate: the delivery.

    `client` is a party of billing, `ORG-...`; `course` is a code of the course's price.
    """

    subject: ClassVar[str] = "volunteers.course_delivered.v1"

    delivery_id: UUID
    course: str
    client: str
    on: Day
