"""The volunteer's table. No name or address of a volunteer: the service knows them by id.

The row that is locked holds all that decides: the modules done, the sign-off. A statement that
waits for a lock sees the newest version of that row, but of other tables what they held when it
began.
"""

from datetime import datetime
from uuid import UUID

from shared.events.vocabulary import Channel, Role
from sqlalchemy import ARRAY, SmallInteger, Text
from sqlmodel import Field

from volunteers.admission.vocabulary import VolunteerLine
from volunteers.persistence import Table


class Volunteer(Table, table=True):
    """Somebody who applied; admitted since `admitted_at`. Aggregate."""

    volunteer_id: UUID = Field(primary_key=True)
    location_id: UUID = Field(foreign_key="location.location_id")
    channels: list[Channel] = Field(sa_type=ARRAY(Text))
    lines: list[VolunteerLine] = Field(sa_type=ARRAY(Text))
    role: Role = Field(sa_type=Text)
    applied_at: datetime
    modules_done: list[int] = Field(default_factory=list, sa_type=ARRAY(SmallInteger))
    signed_off_by: UUID | None = None
    signed_off_at: datetime | None = None
    admitted_at: datetime | None = None
    version: int = 1
