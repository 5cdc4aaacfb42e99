"""The tables of swaps."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import SmallInteger, Text
from sqlmodel import Field

from volunteers.persistence import Table
from volunteers.swaps.vocabulary import SwapState


class Swap(Table, table=True):
    """Two or three volunteers exchange places, or one takes over another's. Done when all agree.

    `proposed_by` None: a coordinator did, such as a chain that fills a hole.
    """

    swap_id: UUID = Field(primary_key=True)
    proposed_by: UUID | None = Field(default=None, foreign_key="volunteer.volunteer_id")
    state: SwapState = Field(sa_type=Text)
    proposed_at: datetime
    expires_at: datetime
    settled_at: datetime | None = None


class SwapLeg(Table, table=True):
    """What one of them gives and takes.

    Of a takeover one leg takes nothing and the other gives nothing. Of a chain one leg gives a
    place to move to a hole, the other gives nothing and takes that place. A leg without a volunteer
    is open to whoever agrees first.
    """

    __tablename__ = "swap_leg"
    swap_id: UUID = Field(primary_key=True, foreign_key="swap.swap_id")
    number: int = Field(primary_key=True, sa_type=SmallInteger)
    volunteer_id: UUID | None = Field(default=None, foreign_key="volunteer.volunteer_id")
    gives: UUID | None = Field(default=None, foreign_key="shift.shift_id")
    takes: UUID | None = Field(default=None, foreign_key="shift.shift_id")
    agreed_at: datetime | None = None
