"""The queue: attempts, desks, the processes that browsers are connected to, and the clock."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Column, Uuid
from sqlmodel import Field

from contacts.tables.base import MOMENT, Table


class Attempt(Table, table=True):
    """An attempt in the queue (queue/rules/lifecycle.py). It is forgotten two days after its end.

    `token_hash` is that of the help seeker's token, `next_token_hash` of the one that was given
    since and is not known to be kept. `seal` authenticates the processes that pass on its words.
    `connection_id` is the help seeker's newest socket, at the process `replica_id`; `gone_at` says
    since when there is none. A call and a letter have neither token nor seal. `line_organisation`:
    the partner whose line was called.
    """

    attempt_id: UUID = Field(primary_key=True)
    channel: str
    line: str
    line_location_id: UUID | None
    state: str
    arrived_at: datetime = Field(sa_type=MOMENT)
    given_back: bool
    continued: bool
    passed: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    offered_to: UUID | None
    offered_at: datetime | None = Field(sa_type=MOMENT)
    answered_by: UUID | None
    answered_at: datetime | None = Field(sa_type=MOMENT)
    answered_at_location_id: UUID | None
    wait_seconds: int | None
    ended_at: datetime | None = Field(sa_type=MOMENT)
    ended_by: str | None
    contact_id: UUID
    token_hash: bytes | None
    next_token_hash: bytes | None
    seal: bytes | None
    connection_id: UUID | None
    replica_id: UUID | None
    gone_at: datetime | None = Field(sa_type=MOMENT)
    surge_id: UUID | None
    redial: bool | None
    diverted_from: str | None
    line_organisation: str | None


class Desk(Table, table=True):
    """A listener's desk: the shift, the state, and the newest browser. `version` counts events.

    `extension` is where the exchange rings the listener; null: no call is offered.
    """

    volunteer_id: UUID = Field(primary_key=True)
    shift_id: UUID | None
    state: str
    since: datetime = Field(sa_type=MOMENT)
    idle_since: datetime = Field(sa_type=MOMENT)
    most_chats: int
    extension: str | None
    version: int
    connection_id: UUID | None
    replica_id: UUID | None
    gone_at: datetime | None = Field(sa_type=MOMENT)


class Replica(Table, table=True):
    """A process that browsers are connected to; `seen_at` is real time, whatever the clock says."""

    replica_id: UUID = Field(primary_key=True)
    seen_at: datetime = Field(sa_type=MOMENT)
    on_the_bus: bool


class ClosedChannel(Table, table=True):
    """A channel that a coordinator has closed."""

    __tablename__ = "closed_channel"

    channel: str = Field(primary_key=True)
    closed_at: datetime = Field(sa_type=MOMENT)


class ClockSetting(Table, table=True):
    """How the clock runs in development: at `real_at` it showed `shown_at`. At most one row."""

    __tablename__ = "clock_setting"

    single: bool = Field(primary_key=True)
    real_at: datetime = Field(sa_type=MOMENT)
    shown_at: datetime = Field(sa_type=MOMENT)
    rate: int
