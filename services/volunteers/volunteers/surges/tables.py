"""The table of surges."""

from datetime import datetime
from uuid import UUID

from shared.events.vocabulary import Line, Province
from sqlalchemy import Text
from sqlmodel import Field

from volunteers.persistence import Table


class Surge(Table, table=True):
    """A call for listeners, as contacts declared it, and what asking led to.

    `until` None: not ended. `next_wave_at` None: nobody more is asked.
    """

    surge_id: UUID = Field(primary_key=True)
    line: Line = Field(sa_type=Text)
    region: Province = Field(sa_type=Text)
    since: datetime
    until: datetime | None = None
    listeners_wanted: int
    sequence: str = Field(sa_type=Text)
    next_wave_at: datetime | None = None
    asked: int = 0
    accepted: int = 0
