"""Who is on duty, as volunteers tells it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Column, Text
from sqlmodel import Field

from contacts.tables.base import MOMENT, Table


class Location(Table, table=True):
    """A location that volunteers opened. `name` is null where it was told before 0007."""

    location_id: UUID = Field(primary_key=True)
    sequence: str
    name: str | None


class Listener(Table, table=True):
    """A volunteer who was admitted: where, to which channels and lines, and as what.

    All of these are null where it was told before 0008. `suspended`: may take no contacts now; what
    they had taken before stays theirs to register.
    """

    volunteer_id: UUID = Field(primary_key=True)
    sequence: str
    location_id: UUID | None
    channels: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    lines: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    role: str | None
    suspended: bool = False


class Shift(Table, table=True):
    """A shift, how many it needs and how many places are filled.

    `location_id` and `channels` are null where it was told before 0007, and so is a place's `role`;
    `needed` and `filled` where it was told before 0008.
    """

    shift_id: UUID = Field(primary_key=True)
    starts_at: datetime = Field(sa_type=MOMENT)
    ends_at: datetime = Field(sa_type=MOMENT)
    cancelled: bool
    sequence: str
    location_id: UUID | None
    channels: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    needed: int | None
    filled: int | None
    surge_id: UUID | None


class Place(Table, table=True):
    """One volunteer's place in a shift: taken, or given back."""

    shift_id: UUID = Field(primary_key=True)
    volunteer_id: UUID = Field(primary_key=True)
    taken: bool
    sequence: str
    role: str | None
