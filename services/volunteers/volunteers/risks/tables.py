"""The table of holes that came near."""

from datetime import datetime
from uuid import UUID

from shared.events.vocabulary import RiskHours
from sqlalchemy import SmallInteger
from sqlmodel import Field

from volunteers.persistence import Table


class Risk(Table, table=True):
    """A hole that was there 72, 24 or 4 hours before its shift, and what asking led to.

    `next_wave_at` None: nobody more is asked.
    """

    shift_id: UUID = Field(primary_key=True, foreign_key="shift.shift_id")
    hours: RiskHours = Field(primary_key=True, sa_type=SmallInteger)
    told_at: datetime
    holes: int = Field(sa_type=SmallInteger)
    waves: int = Field(default=0, sa_type=SmallInteger)
    next_wave_at: datetime | None = None
    asked: int = 0
    accepted: int = 0
    filled_at: datetime | None = None
