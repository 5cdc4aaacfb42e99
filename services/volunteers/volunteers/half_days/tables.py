"""The tables of intervision and training, and of who attended."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, SmallInteger, Text, Uuid
from sqlmodel import Field

from volunteers.half_days.vocabulary import SessionKind
from volunteers.persistence import Table


class HalfDaySession(Table, table=True):
    """Intervision or training of one or two half-days; `invited` are those who are expected."""

    __tablename__ = "half_day_session"
    session_id: UUID = Field(primary_key=True)
    location_id: UUID = Field(foreign_key="location.location_id")
    kind: SessionKind = Field(sa_type=Text)
    on_day: date
    half_days: int = Field(sa_type=SmallInteger)
    invited: list[UUID] = Field(sa_type=ARRAY(Uuid))


class HalfDay(Table, table=True):
    """Somebody attended a session: what counts towards the ten of its calendar year."""

    __tablename__ = "half_day"
    volunteer_id: UUID = Field(primary_key=True, foreign_key="volunteer.volunteer_id")
    session_id: UUID = Field(primary_key=True, foreign_key="half_day_session.session_id")
    attendance_id: UUID
    on_day: date
    half_days: int = Field(sa_type=SmallInteger)
