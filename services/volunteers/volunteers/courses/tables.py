"""The course delivery's table."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlmodel import Field

from volunteers.persistence import Table


class CourseDelivery(Table, table=True):
    """A course that was given to a third party. It never changes."""

    __tablename__ = "course_delivery"
    delivery_id: UUID = Field(primary_key=True)
    course: str = Field(sa_type=Text)
    client: str = Field(sa_type=Text)
    given_on: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
