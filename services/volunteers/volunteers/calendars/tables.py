"""The table of calendar feeds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field

from volunteers.persistence import Table


class CalendarFeed(Table, table=True):
    """A feed of a volunteer or of a location; of its address only the secret's SHA-256 is kept."""

    __tablename__ = "calendar_feed"
    feed_id: UUID = Field(primary_key=True)
    secret_hash: bytes = Field(sa_type=LargeBinary)
    volunteer_id: UUID | None = Field(default=None, foreign_key="volunteer.volunteer_id")
    location_id: UUID | None = Field(default=None, foreign_key="location.location_id")
    made_at: datetime
