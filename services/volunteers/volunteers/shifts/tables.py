"""The tables of shifts and their places.

The shift's row, which is locked, holds how many places are taken.
"""

from datetime import date, datetime
from uuid import UUID

from shared.events.vocabulary import Channel, Role
from sqlalchemy import ARRAY, Text
from sqlmodel import Field

from volunteers.persistence import Table
from volunteers.shifts.rules.day_parts import DayPart, Span


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
