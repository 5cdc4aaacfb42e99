"""The table of fixed shifts."""

from datetime import date
from uuid import UUID

from shared.events.vocabulary import Channel
from sqlalchemy import ARRAY, SmallInteger, Text
from sqlmodel import Field

from volunteers.persistence import Table
from volunteers.shifts.rules.day_parts import DayPart


class FixedShift(Table, table=True):
    """A volunteer's day part every 1, 2 or 4 weeks, counted from `first_day`, which is one."""

    __tablename__ = "fixed_shift"
    fixed_id: UUID = Field(primary_key=True)
    volunteer_id: UUID = Field(foreign_key="volunteer.volunteer_id")
    location_id: UUID = Field(foreign_key="location.location_id")
    channels: list[Channel] = Field(sa_type=ARRAY(Text))
    day_part: DayPart = Field(sa_type=Text)
    every_weeks: int = Field(sa_type=SmallInteger)
    first_day: date
    last_day: date | None = None
