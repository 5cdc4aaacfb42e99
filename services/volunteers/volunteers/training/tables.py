"""The tables of trainings and cohorts."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, SmallInteger, Uuid
from sqlmodel import Field

from volunteers.persistence import Table


class Training(Table, table=True):
    """One module of the basic training, held for a group: its attendance list."""

    training_id: UUID = Field(primary_key=True)
    module: int = Field(sa_type=SmallInteger)
    held_on: date
    volunteer_ids: list[UUID] = Field(sa_type=ARRAY(Uuid))


class Cohort(Table, table=True):
    """A group that does the basic training together; its volunteers name it."""

    cohort_id: UUID = Field(primary_key=True)
    location_id: UUID = Field(foreign_key="location.location_id")
    first_day: date
    last_day: date
    places: int = Field(sa_type=SmallInteger)
