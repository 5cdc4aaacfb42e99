"""The training's table."""

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
