"""What was registered: contacts, attempts that nobody answered, referrals and copies."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Column, Identity, Text
from sqlmodel import Field

from contacts.tables.base import MOMENT, Table


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
    started_at: datetime = Field(sa_type=MOMENT)
    ended_at: datetime = Field(sa_type=MOMENT)
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
    offered_at: datetime = Field(sa_type=MOMENT)
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
    made_at: datetime = Field(sa_type=MOMENT)
    outcome: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=MOMENT)
    attempt_id: UUID | None = None
    answer_by: datetime | None = Field(default=None, sa_type=MOMENT)
    answered_at: datetime | None = Field(default=None, sa_type=MOMENT)
    answer: str | None = None


class PartnerCopy(Table, table=True):
    """A partner's copy as a row of the outbox, until it leaves (partner_copies/)."""

    __tablename__ = "partner_copy"

    event_id: UUID = Field(primary_key=True)
    subject: str
    headers: str
    data: str
