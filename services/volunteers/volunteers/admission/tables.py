"""The tables of a volunteer's way. No name or address: those are sealed in the room people.

The row that is locked holds all that decides: the state, the modules done, the sign-off. A
statement that waits for a lock sees the newest version of that row, but of other tables what they
held when it began.
"""

from datetime import date, datetime
from uuid import UUID

from shared.events.vocabulary import Channel, Role
from sqlalchemy import ARRAY, SmallInteger, Text
from sqlmodel import Field

from volunteers.admission.vocabulary import SelectionOutcome, State, Step, VolunteerLine
from volunteers.persistence import Table


class Volunteer(Table, table=True):
    """Somebody who applied; admitted since `admitted_at`. Aggregate.

    `channels` were applied for; `admitted_channels` are those that may be taken. `paused_until` is
    the last day of a pause, None without an end. `external_reference` is the number by which an
    import knows them again.
    """

    volunteer_id: UUID = Field(primary_key=True)
    location_id: UUID = Field(foreign_key="location.location_id")
    channels: list[Channel] = Field(sa_type=ARRAY(Text))
    lines: list[VolunteerLine] = Field(sa_type=ARRAY(Text))
    role: Role = Field(sa_type=Text)
    applied_at: datetime
    modules_done: list[int] = Field(default_factory=list, sa_type=ARRAY(SmallInteger))
    signed_off_by: UUID | None = None
    signed_off_at: datetime | None = None
    admitted_at: datetime | None = None
    version: int = 1
    state: State = Field(default="applied", sa_type=Text)
    signed_off_channels: list[Channel] = Field(default_factory=list, sa_type=ARRAY(Text))
    admitted_channels: list[Channel] = Field(default_factory=list, sa_type=ARRAY(Text))
    mentor_id: UUID | None = None
    cohort_id: UUID | None = None
    paused_until: date | None = None
    external_reference: str | None = Field(default=None, sa_type=Text)


class VolunteerStep(Table, table=True):
    """A step of the way that was taken, in the order of `number`. It never changes."""

    __tablename__ = "volunteer_step"
    volunteer_id: UUID = Field(primary_key=True, foreign_key="volunteer.volunteer_id")
    number: int = Field(primary_key=True)
    step: Step = Field(sa_type=Text)
    state: State = Field(sa_type=Text)
    on_day: date
    taken_at: datetime


class SelectionInterview(Table, table=True):
    """A selection interview: a score of 1 to 4 on each competency, in the vocabulary's order."""

    __tablename__ = "selection_interview"
    volunteer_id: UUID = Field(primary_key=True, foreign_key="volunteer.volunteer_id")
    held_on: date = Field(primary_key=True)
    scores: list[int] = Field(sa_type=ARRAY(SmallInteger))
    outcome: SelectionOutcome = Field(sa_type=Text)
    recorded_at: datetime
