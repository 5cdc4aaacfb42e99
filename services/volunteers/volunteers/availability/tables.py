"""The tables of when volunteers can and want to work."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, SmallInteger
from sqlmodel import Field

from volunteers.persistence import Table


class Availability(Table, table=True):
    """A volunteer's usual week: 42 wishes, Monday's six day parts first.

    A wish is 0 (cannot), 1 (can) or 2 (gladly).
    """

    volunteer_id: UUID = Field(primary_key=True, foreign_key="volunteer.volunteer_id")
    wishes: list[int] = Field(sa_type=ARRAY(SmallInteger))
    most_per_week: int = Field(default=2, sa_type=SmallInteger)
    most_nights_per_month: int = Field(default=2, sa_type=SmallInteger)
    from_home: bool = False
    changed_at: datetime
    version: int = 1


class Absence(Table, table=True):
    """Days, both included, on which a volunteer is not asked."""

    absence_id: UUID = Field(primary_key=True)
    volunteer_id: UUID = Field(foreign_key="volunteer.volunteer_id")
    first_day: date
    last_day: date
    changed_at: datetime
