"""What volunteers keeps. No name or address of a volunteer: the service knows them by id.

The row that is locked holds all that decides: a volunteer's modules, a shift's taken places.
A statement that waits for a lock sees the newest version of that row, but of other tables what
they held when it began.
"""

from datetime import date, datetime
from uuid import UUID

from shared.events.vocabulary import Channel, Province, Role
from sqlalchemy import ARRAY, SmallInteger, Text, Uuid
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from volunteers.rules.day_parts import DayPart, Span
from volunteers.words import VolunteerLine


class Table(SQLModel, registry=registry()):
    """Base of this service's tables: a registry of its own, beside those of other services."""


metadata = Table.metadata


class Location(Table, table=True):
    """A place from which volunteers work. Names differ, whatever their capitals."""

    location_id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    region: Province = Field(sa_type=Text)


class Volunteer(Table, table=True):
    """Somebody who applied; admitted since `admitted_at`. Aggregate."""

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


class Training(Table, table=True):
    """One module of the basic training, held for a group: its attendance list."""

    training_id: UUID = Field(primary_key=True)
    module: int = Field(sa_type=SmallInteger)
    held_on: date
    volunteer_ids: list[UUID] = Field(sa_type=ARRAY(Uuid))


class Shift(Table, table=True):
    """A day part at a location with places to fill. Aggregate; `filled` counts its places."""

    shift_id: UUID = Field(primary_key=True)
    location_id: UUID = Field(foreign_key="location.location_id")
    day: date
    day_part: DayPart = Field(sa_type=Text)
    channels: list[Channel] = Field(sa_type=ARRAY(Text))
    starts_at: datetime
    ends_at: datetime
    needed: int
    filled: int = 0
    cancelled_at: datetime | None = None
    version: int = 1

    @property
    def span(self) -> Span:
        """When the shift lasts."""
        return Span(self.starts_at, self.ends_at)


class Place(Table, table=True):
    """A place of a shift that a volunteer has taken; releasing it deletes the row."""

    shift_id: UUID = Field(primary_key=True, foreign_key="shift.shift_id")
    volunteer_id: UUID = Field(primary_key=True, foreign_key="volunteer.volunteer_id")
    role: Role = Field(sa_type=Text)
    filled_at: datetime
