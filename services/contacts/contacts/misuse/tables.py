"""The tables of this room: who called today, and cool-downs."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Column, DateTime, Uuid
from sqlmodel import Field

from contacts.tables import Table

_MOMENT = DateTime(timezone=True)


class CallerToday(Table, table=True):
    """A caller of today, by the exchange's token of the day, and the calls of that day.

    The table is unlogged: in no replica, base backup or write-ahead log, and empty after a crash.
    """

    __tablename__ = "caller_today"

    token: bytes = Field(primary_key=True)
    day: date
    calls: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))


class CoolDown(Table, table=True):
    """A while in which the caller of a call reaches nobody; it holds no token of the caller.

    `set_at` and `until` are quarter hours.
    """

    __tablename__ = "cool_down"

    cool_down_id: UUID = Field(primary_key=True)
    attempt_id: UUID
    reason: str
    asked_by: UUID
    location_id: UUID
    set_at: datetime = Field(sa_type=_MOMENT)
    until: datetime = Field(sa_type=_MOMENT)
    reviewed_by: UUID | None
    review: str | None
    reviewed_at: datetime | None = Field(sa_type=_MOMENT)
