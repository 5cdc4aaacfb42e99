"""The telephone: our numbers, what the exchange told, callers of today and cool-downs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Column, Date, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from contacts.tables.base import MOMENT, Table


class Line(Table, table=True):
    """A number of ours. `hours` are the weekly windows; null: open day and night (lines/)."""

    number: str = Field(primary_key=True)
    kind: str
    location_id: UUID | None
    organisation: str | None
    hours: list[dict[str, Any]] | None = Field(sa_column=Column(JSONB))
    closed_days: list[date] = Field(sa_column=Column(ARRAY(Date), nullable=False))
    heard_outside: str


class ExchangeCall(Table, table=True):
    """What the exchange told of a call: when last, up to which event; and what it plays to it."""

    __tablename__ = "exchange_call"

    call_id: UUID = Field(primary_key=True)
    heard_at: datetime = Field(sa_type=MOMENT)
    last_n: int
    message: str | None


class ExchangeMessage(Table, table=True):
    """A message of the exchange that was taken: the same one again is a replay."""

    __tablename__ = "exchange_message"

    message_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=MOMENT)


class CallOverEarly(Table, table=True):
    """A call that was over before it was known: whoever asks for it has hung up already."""

    __tablename__ = "call_over_early"

    call_id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_type=MOMENT)


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
    set_at: datetime = Field(sa_type=MOMENT)
    until: datetime = Field(sa_type=MOMENT)
    reviewed_by: UUID | None
    review: str | None
    reviewed_at: datetime | None = Field(sa_type=MOMENT)
