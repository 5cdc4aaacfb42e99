"""The tables of roster proposals: each is a job, claimed by a worker's heartbeat."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Double, SmallInteger, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from volunteers.persistence import Table
from volunteers.rosters.vocabulary import ProposalState, ProposedState


class RosterProposal(Table, table=True):
    """A roster that is asked for over days and locations, and the best that was found so far.

    `objective` and `bound` are in points (docs/decisions/0023). `progress` holds moments of the
    run, `gaps` each hole that stays with the rules that exclude people, `prices` the shadow price
    of each shift. A job whose `heartbeat_at` is older than 30 s is anybody's.
    """

    __tablename__ = "roster_proposal"
    proposal_id: UUID = Field(primary_key=True)
    first_day: date
    last_day: date
    location_ids: list[UUID] = Field(sa_type=ARRAY(Uuid))
    seconds_most: int = Field(sa_type=SmallInteger)
    state: ProposalState = Field(default="waiting", sa_type=Text)
    asked_at: datetime
    started_at: datetime | None = None
    heartbeat_at: datetime | None = None
    stop_asked_at: datetime | None = None
    ended_at: datetime | None = None
    objective: float | None = Field(default=None, sa_type=Double)
    bound: float | None = Field(default=None, sa_type=Double)
    progress: list[Any] = Field(default_factory=list, sa_type=JSONB)
    gaps: list[Any] = Field(default_factory=list, sa_type=JSONB)
    prices: list[Any] = Field(default_factory=list, sa_type=JSONB)


class ProposedPlace(Table, table=True):
    """A place as a proposal would fill it; it becomes an offer when it is accepted."""

    __tablename__ = "proposed_place"
    proposal_id: UUID = Field(primary_key=True, foreign_key="roster_proposal.proposal_id")
    shift_id: UUID = Field(primary_key=True, foreign_key="shift.shift_id")
    volunteer_id: UUID = Field(primary_key=True, foreign_key="volunteer.volunteer_id")
    state: ProposedState = Field(default="proposed", sa_type=Text)
