"""The table of after-care."""

from datetime import date
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field

from volunteers.persistence import Table


class AfterCare(Table, table=True):
    """A contact that was heavy for its listener, and the day on which a mentor called.

    Nothing of the contact is kept but its id and day. `sequence` is that of the contact's event:
    `heavy` False means that a correction took it back.
    """

    __tablename__ = "after_care"
    contact_id: UUID = Field(primary_key=True)
    volunteer_id: UUID
    contact_day: date
    heavy: bool
    sequence: str = Field(sa_type=Text)
    mentor_id: UUID | None = None
    called_on: date | None = None
