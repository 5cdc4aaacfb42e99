"""The projections: the newest known state of every aggregate, one row each.

Each row carries the `sequence` of the event that it is from. Only what a report asks for is
kept: who answered a contact is not here. Whatever else is wanted later, a rebuild brings it.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, DateTime, Index, Text, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

# Sorted byte by byte, so that a dump's order does not hang on a database's language.
Word = Annotated[str, Field(sa_type=Text(collation="C"))]
WordKey = Annotated[str, Field(sa_type=Text(collation="C"), primary_key=True)]
Words = Annotated[list[str], Field(sa_type=ARRAY(Text(collation="C")))]
Time = Annotated[datetime, Field(sa_type=DateTime(timezone=True))]
Whole = Annotated[int, Field(sa_type=BigInteger)]
Euros = Annotated[Decimal, Field(max_digits=14, decimal_places=2)]


class Projection(SQLModel, registry=registry()):
    """What every projection has: the place in its aggregate's history that it shows."""

    sequence: Word


class Contact(Projection, table=True):
    """An answered attempt, as its registration now is."""

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
    duration_minutes: int
    kind: Word
    topics: Words
    outcome: Word


class MissedAttempt(Projection, table=True):
    """An attempt that nobody answered."""

    __tablename__: ClassVar[Any] = "missed_attempt"
    __table_args__: ClassVar[Any] = (Index("missed_attempt_offered_quarter", "offered_quarter"),)

    attempt_id: UUID = Field(primary_key=True)
    line_location_id: UUID | None
    channel: Word
    offered_quarter: Time
    reason: Word


class Referral(Projection, table=True):
    """A help seeker was pointed or handed to a partner."""

    __tablename__: ClassVar[Any] = "referral"
    __table_args__: ClassVar[Any] = (Index("referral_made_quarter", "made_quarter"),)

    referral_id: UUID = Field(primary_key=True)
    contact_id: UUID
    partner: Word
    mode: Word
    made_quarter: Time


class Location(Projection, table=True):
    """A place from which volunteers work."""

    __tablename__: ClassVar[Any] = "location"

    location_id: UUID = Field(primary_key=True)
    name: Word
    region: Word


class Volunteer(Projection, table=True):
    """A volunteer who was admitted."""

    __tablename__: ClassVar[Any] = "volunteer"

    volunteer_id: UUID = Field(primary_key=True)
    location_id: UUID
    since: Time


class Shift(Projection, table=True):
    """A shift, as it now is; whether it was cancelled stands in `CancelledShift`."""

    __tablename__: ClassVar[Any] = "shift"
    __table_args__: ClassVar[Any] = (Index("shift_starts_at", "starts_at"),)

    shift_id: UUID = Field(primary_key=True)
    location_id: UUID
    starts_at: Time
    ends_at: Time
    needed: int
    filled: int


class CancelledShift(Projection, table=True):
    """The tombstone of a shift: whatever else is told of it, before or after, it will not be."""

    __tablename__: ClassVar[Any] = "cancelled_shift"

    shift_id: UUID = Field(primary_key=True)


class ShiftPlace(Projection, table=True):
    """A place of a shift; one that was given back stays, as not taken."""

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
    """An invoice that was issued; `period` is the year invoiced, `total` euros with VAT."""

    __tablename__: ClassVar[Any] = "invoice"
    __table_args__: ClassVar[Any] = (Index("invoice_period", "period"),)

    invoice_id: UUID = Field(primary_key=True)
    contract_id: UUID
    number: Word
    issued_on: date
    period: int
    total: Euros


metadata = Projection.metadata
