"""The projections: one row for each aggregate, with its newest known state.

Each row carries the `sequence` of its event. A projection stores only what a report needs: who
answered a contact is not stored. A later report adds columns and fills them by a rebuild.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, DateTime, Index, Text, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

# Collation "C" sorts by bytes: the order of a dump does not depend on the database's locale.
Word = Annotated[str, Field(sa_type=Text(collation="C"))]
MaybeWord = Annotated[str | None, Field(sa_type=Text(collation="C"))]
WordKey = Annotated[str, Field(sa_type=Text(collation="C"), primary_key=True)]
Words = Annotated[list[str], Field(sa_type=ARRAY(Text(collation="C")))]
Time = Annotated[datetime, Field(sa_type=DateTime(timezone=True))]
Whole = Annotated[int, Field(sa_type=BigInteger)]
Euros = Annotated[Decimal, Field(max_digits=14, decimal_places=2)]


class Projection(SQLModel, registry=registry()):
    """The base of each projection: `sequence` orders the events of one aggregate."""

    sequence: Word


class Contact(Projection, table=True):
    """An answered attempt, with its newest registration."""

    __tablename__: ClassVar[Any] = "contact"
    __table_args__: ClassVar[Any] = (
        Index("contact_started_quarter", "started_quarter"),
        Index("contact_attempted", "started_quarter", postgresql_where=text("kind <> 'test'")),
    )

    contact_id: UUID = Field(primary_key=True)
    location_id: UUID
    line_location_id: UUID | None
    channel: Word
    started_quarter: Time
    wait_seconds: int = 0
    duration_minutes: int
    kind: Word
    topics: Words
    outcome: Word
    redial: bool | None = None
    misuse_kind: MaybeWord = None
    surge_id: UUID | None = None


class MissedAttempt(Projection, table=True):
    """An attempt that nobody answered."""

    __tablename__: ClassVar[Any] = "missed_attempt"
    __table_args__: ClassVar[Any] = (Index("missed_attempt_offered_quarter", "offered_quarter"),)

    attempt_id: UUID = Field(primary_key=True)
    line_location_id: UUID | None
    channel: Word
    offered_quarter: Time
    waited_seconds: int = 0
    reason: Word
    redial: bool | None = None
    cooled_down: bool | None = None
    surge_id: UUID | None = None


class Referral(Projection, table=True):
    """A help seeker was pointed or handed to a partner."""

    __tablename__: ClassVar[Any] = "referral"
    __table_args__: ClassVar[Any] = (Index("referral_made_quarter", "made_quarter"),)

    referral_id: UUID = Field(primary_key=True)
    contact_id: UUID
    partner: Word
    mode: Word
    made_quarter: Time


class Handover(Projection, table=True):
    """How the warm handover of a referral ended."""

    __tablename__: ClassVar[Any] = "handover"
    __table_args__: ClassVar[Any] = (Index("handover_settled_quarter", "settled_quarter"),)

    referral_id: UUID = Field(primary_key=True)
    partner: Word
    outcome: Word
    settled_quarter: Time


class Location(Projection, table=True):
    """A place from which volunteers work."""

    __tablename__: ClassVar[Any] = "location"

    location_id: UUID = Field(primary_key=True)
    name: Word
    region: Word


class Volunteer(Projection, table=True):
    """A volunteer who was admitted, is suspended, or left, and since when; or who withdrew."""

    __tablename__: ClassVar[Any] = "volunteer"

    volunteer_id: UUID = Field(primary_key=True)
    location_id: UUID
    since: Time
    suspended: bool = False
    has_left: bool = False


class VolunteerStep(Projection, table=True):
    """Each time that a volunteer came to stand otherwise: the whole way, which `Volunteer` ends.

    `standing` is applied, admitted, suspended or left. Who is admitted again after a pause, or
    changed, has a further step: an admission is the first one that is admitted.
    """

    __tablename__: ClassVar[Any] = "volunteer_step"
    __table_args__: ClassVar[Any] = (Index("volunteer_step_since", "since"),)

    volunteer_id: UUID = Field(primary_key=True)
    sequence: WordKey
    standing: Word
    location_id: UUID
    role: Word
    channels: Words
    since: Time


class Attendance(Projection, table=True):
    """Somebody attended a module (1 to 13) or a half-day; a module counts no half-day."""

    __tablename__: ClassVar[Any] = "attendance"
    __table_args__: ClassVar[Any] = (Index("attendance_held_on", "held_on"),)

    attendance_id: UUID = Field(primary_key=True)
    volunteer_id: UUID
    kind: Word
    module: int | None
    half_days: int
    held_on: date


class Evaluation(Projection, table=True):
    """An evaluation interview was held with a volunteer."""

    __tablename__: ClassVar[Any] = "evaluation"
    __table_args__: ClassVar[Any] = (Index("evaluation_held_on", "held_on"),)

    evaluation_id: UUID = Field(primary_key=True)
    volunteer_id: UUID
    held_on: date


class Shift(Projection, table=True):
    """A shift with its newest state; `CancelledShift` tells whether it was cancelled."""

    __tablename__: ClassVar[Any] = "shift"
    __table_args__: ClassVar[Any] = (Index("shift_starts_at", "starts_at"),)

    shift_id: UUID = Field(primary_key=True)
    location_id: UUID
    starts_at: Time
    ends_at: Time
    needed: int
    filled: int


class CancelledShift(Projection, table=True):
    """The tombstone of a shift: a cancellation is final, whatever event comes before or after."""

    __tablename__: ClassVar[Any] = "cancelled_shift"

    shift_id: UUID = Field(primary_key=True)


class ShiftRisk(Projection, table=True):
    """A shift had a hole 72, 24 or 4 hours before it began: how many it needed and had then."""

    __tablename__: ClassVar[Any] = "shift_risk"

    shift_id: UUID = Field(primary_key=True)
    hours: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    needed: int
    filled: int


class ShiftPlace(Projection, table=True):
    """A place of a shift; a released place stays as a row that is not taken."""

    __tablename__: ClassVar[Any] = "shift_place"

    shift_id: UUID = Field(primary_key=True)
    volunteer_id: UUID = Field(primary_key=True)
    taken: bool


class Municipality(Projection, table=True):
    """A municipality's inhabitants on a reference date (CBS)."""

    __tablename__: ClassVar[Any] = "municipality"

    code: WordKey
    as_of: date = Field(primary_key=True)
    name: Word
    province: Word
    inhabitants: int
    excluded: bool


class Contract(Projection, table=True):
    """A contract with a municipality, or with a payer for many."""

    __tablename__: ClassVar[Any] = "contract"

    contract_id: UUID = Field(primary_key=True)
    payer: Word
    beneficiaries: Words
    signed_on: date
    first_day: date
    last_day: date


class Settlement(Projection, table=True):
    """A year's participation and price; the price is `numerator` euros per `denominator`."""

    __tablename__: ClassVar[Any] = "settlement"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    participating_inhabitants: Whole
    eligible_inhabitants: Whole
    budget: Euros
    price_numerator: Whole
    price_denominator: Whole
    price_printed: Annotated[Decimal, Field(max_digits=14, decimal_places=3)]


class Invoice(Projection, table=True):
    """An invoice or a credit note that was issued; `period` is the year invoiced.

    `total` is in euros with VAT, below zero of a credit note. `credits` is the number of the
    invoice that a credit note is of.
    """

    __tablename__: ClassVar[Any] = "invoice"
    __table_args__: ClassVar[Any] = (Index("invoice_period", "period"),)

    invoice_id: UUID = Field(primary_key=True)
    contract_id: UUID | None = None
    number: Word
    issued_on: date
    period: int
    total: Euros
    reason: MaybeWord = None
    credits: MaybeWord = None


metadata = Projection.metadata
