"""The table of who was really there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field

from volunteers.persistence import Table


class Presence(Table, table=True):
    """When a volunteer was first and last at the desk by a shift, cut to the minute.

    `sequence` is that of the volunteer's newest event of this shift. A shift or a volunteer may be
    told here before it is known: nothing refers to other tables.
    """

    shift_id: UUID = Field(primary_key=True)
    volunteer_id: UUID = Field(primary_key=True)
    location_id: UUID
    first_at: datetime
    last_at: datetime
    is_present: bool
    sequence: str = Field(sa_type=Text)
