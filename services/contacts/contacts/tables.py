"""The tables of contacts, one file for all rooms: the SQL of one room joins those of another.

Exact times stay here, and are cut after 90 days (registration/cut_old_times.py).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Column, Date, DateTime, Identity, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Table(SQLModel, registry=registry()):
    """The base of this service's tables: a metadata of its own."""


metadata = Table.metadata
_MOMENT = DateTime(timezone=True)


class Contact(Table, table=True):
    """An attempt that was answered. `version` counts its corrections."""

    contact_id: UUID = Field(primary_key=True)
    position: int = Field(sa_column=Column(BigInteger, Identity(always=True), unique=True))
    attempt_id: UUID
    channel: str
    line: str
    line_location_id: UUID | None
    answered_at_location_id: UUID
    volunteer_id: UUID
    started_at: datetime = Field(sa_type=_MOMENT)
    ended_at: datetime = Field(sa_type=_MOMENT)
    wait_seconds: int
    kind: str
    topics: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    outcome: str
    diverted_from: str | None
    heavy: bool
    duty_verified: bool
    version: int
    redial: bool | None
    misuse_kind: str | None
    surge_id: UUID | None


class MissedAttempt(Table, table=True):
    """An attempt that nobody answered."""

    __tablename__ = "missed_attempt"

    attempt_id: UUID = Field(primary_key=True)
    position: int = Field(sa_column=Column(BigInteger, Identity(always=True), unique=True))
    channel: str
    line: str
    line_location_id: UUID | None
    offered_at: datetime = Field(sa_type=_MOMENT)
    waited_seconds: int
    reason: str
    redial: bool | None
    cooled_down: bool | None
    surge_id: UUID | None


class Referral(Table, table=True):
    """A help seeker was pointed or handed to a partner; `copy_id` is the partner's own id.

    `attempt_id` is that of the chat during which it was made; null: its contact was registered
    before. `answer_by` is when a warm handover times out (null: never), `answer` the partner's,
    `outcome` how it ended: null while it is open. Every other mode has none of the three.
    """

    referral_id: UUID = Field(primary_key=True)
    copy_id: UUID
    contact_id: UUID
    partner: str
    mode: str
    urgency: str
    made_at: datetime = Field(sa_type=_MOMENT)
    outcome: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=_MOMENT)
    attempt_id: UUID | None = None
    answer_by: datetime | None = Field(default=None, sa_type=_MOMENT)
    answered_at: datetime | None = Field(default=None, sa_type=_MOMENT)
    answer: str | None = None


class PartnerCopy(Table, table=True):
    """A partner's copy as a row of the outbox, until it leaves (partner_copies/)."""

    __tablename__ = "partner_copy"

    event_id: UUID = Field(primary_key=True)
    subject: str
    headers: str
    data: str


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
    starts_at: datetime = Field(sa_type=_MOMENT)
    ends_at: datetime = Field(sa_type=_MOMENT)
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


class Attempt(Table, table=True):
    """An attempt in the queue (queue/rules/lifecycle.py). It is forgotten two days after its end.

    `token_hash` is that of the help seeker's token, `next_token_hash` of the one that was given
    since and is not known to be kept. `seal` authenticates the processes that pass on its words.
    `connection_id` is the help seeker's newest socket, at the process `replica_id`; `gone_at` says
    since when there is none. A call and a letter have neither token nor seal.
    """

    attempt_id: UUID = Field(primary_key=True)
    channel: str
    line: str
    line_location_id: UUID | None
    state: str
    arrived_at: datetime = Field(sa_type=_MOMENT)
    given_back: bool
    continued: bool
    passed: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    offered_to: UUID | None
    offered_at: datetime | None = Field(sa_type=_MOMENT)
    answered_by: UUID | None
    answered_at: datetime | None = Field(sa_type=_MOMENT)
    answered_at_location_id: UUID | None
    wait_seconds: int | None
    ended_at: datetime | None = Field(sa_type=_MOMENT)
    ended_by: str | None
    contact_id: UUID
    token_hash: bytes | None
    next_token_hash: bytes | None
    seal: bytes | None
    connection_id: UUID | None
    replica_id: UUID | None
    gone_at: datetime | None = Field(sa_type=_MOMENT)
    surge_id: UUID | None
    redial: bool | None
    diverted_from: str | None


class Desk(Table, table=True):
    """A listener's desk: the shift, the state, and the newest browser. `version` counts events.

    `extension` is where the exchange rings the listener; null: no call is offered.
    """

    volunteer_id: UUID = Field(primary_key=True)
    shift_id: UUID | None
    state: str
    since: datetime = Field(sa_type=_MOMENT)
    idle_since: datetime = Field(sa_type=_MOMENT)
    most_chats: int
    extension: str | None
    version: int
    connection_id: UUID | None
    replica_id: UUID | None
    gone_at: datetime | None = Field(sa_type=_MOMENT)


class Replica(Table, table=True):
    """A process that browsers are connected to; `seen_at` is real time, whatever the clock says."""

    replica_id: UUID = Field(primary_key=True)
    seen_at: datetime = Field(sa_type=_MOMENT)
    on_the_bus: bool


class ClosedChannel(Table, table=True):
    """A channel that a coordinator has closed."""

    __tablename__ = "closed_channel"

    channel: str = Field(primary_key=True)
    closed_at: datetime = Field(sa_type=_MOMENT)


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
    heard_at: datetime = Field(sa_type=_MOMENT)
    last_n: int
    message: str | None


class ExchangeMessage(Table, table=True):
    """A message of the exchange that was taken: the same one again is a replay."""

    __tablename__ = "exchange_message"

    message_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=_MOMENT)


class ClockSetting(Table, table=True):
    """How the clock runs in development: at `real_at` it showed `shown_at`. At most one row."""

    __tablename__ = "clock_setting"

    single: bool = Field(primary_key=True)
    real_at: datetime = Field(sa_type=_MOMENT)
    shown_at: datetime = Field(sa_type=_MOMENT)
    rate: int
