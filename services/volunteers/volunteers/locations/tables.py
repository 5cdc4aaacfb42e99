"""The location's table."""

from uuid import UUID

from shared.events.vocabulary import Province
from sqlalchemy import Text
from sqlmodel import Field

from volunteers.persistence import Table


class Location(Table, table=True):
    """A place from which volunteers work. Names differ, whatever their capitals."""

    location_id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    region: Province = Field(sa_type=Text)
