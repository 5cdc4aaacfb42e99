"""Contracts, the reorganisations that they follow, and settled years."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Column, Date, DateTime, Numeric
from sqlmodel import Field

from billing.tables.base import Table


class Contract(Table, table=True):
    """A contract as it was signed; both days are included.

    `payer` signed it; who pays on a day says `ContractPayer`. `vat`: exempt, outside_scope or
    standard. It may be ended early at the end of a day of `break_dates`. `ended_on` is its last
    day where it ended before `last_day`. `follows` is the contract of which a reorganisation made
    this one.
    """

    __tablename__ = "contract"
    contract_id: UUID = Field(primary_key=True)
    payer: str
    signed_on: date
    first_day: date
    last_day: date
    tariff_version: str = Field(foreign_key="tariff.version")
    vat: str
    order_reference: str | None = None
    break_dates: list[date] = Field(sa_column=Column(ARRAY(Date), nullable=False))
    ended_on: date | None = None
    ended_because: str | None = None
    follows: UUID | None = Field(default=None, foreign_key="contract.contract_id")
    version: int


class ContractPayer(Table, table=True):
    """Who pays from a day on, until the next."""

    __tablename__ = "contract_payer"
    contract_id: UUID = Field(primary_key=True, foreign_key="contract.contract_id")
    first_day: date = Field(primary_key=True)
    payer: str


class ContractBeneficiary(Table, table=True):
    """A municipality under a contract, from its first to its last day, both included.

    The contract is for its inhabitants from `part_from` to `part_until`, of `part_of`: for all of
    them, 0 to 1 of 1, unless it came by a reorganisation (`came_from`, a CBS code). No two
    contracts have the same inhabitants, so each is billed once. `left_because`: opted_out, break,
    agreed or reorganised.
    """

    __tablename__ = "contract_beneficiary"
    contract_id: UUID = Field(primary_key=True, foreign_key="contract.contract_id")
    code: str = Field(primary_key=True, foreign_key="municipality.code", index=True)
    first_day: date = Field(primary_key=True)
    last_day: date
    part_from: int = Field(sa_column=Column(Numeric, primary_key=True))
    part_until: int = Field(sa_column=Column(Numeric, nullable=False))
    part_of: int = Field(sa_column=Column(Numeric, primary_key=True))
    came_from: str | None = None
    left_because: str | None = None


class Reorganisation(Table, table=True):
    """A municipal reorganisation (Wet arhi) as of a day."""

    __tablename__ = "reorganisation"
    reorganisation_id: UUID = Field(primary_key=True)
    on_day: date
    made_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class ReorganisationMove(Table, table=True):
    """So large a share of the inhabitants of one municipality comes into another."""

    __tablename__ = "reorganisation_move"
    reorganisation_id: UUID = Field(
        primary_key=True, foreign_key="reorganisation.reorganisation_id"
    )
    from_code: str = Field(primary_key=True, foreign_key="municipality.code")
    to_code: str = Field(primary_key=True, foreign_key="municipality.code")
    share_numerator: int = Field(sa_column=Column(Numeric, nullable=False))
    share_denominator: int = Field(sa_column=Column(Numeric, nullable=False))


class Settlement(Table, table=True):
    """A settled year: `budget` euros per `participating` inhabitants, and out of how many."""

    __tablename__ = "settlement"
    year: int = Field(primary_key=True)
    tariff_version: str = Field(foreign_key="tariff.version")
    budget: int
    participating: int
    eligible: int
    participants: int
    below_offer: bool
    settled_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
