"""The table of erasures."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from volunteers.persistence import Table


class Erasure(Table, table=True):
    """Somebody's personal data was erased; counts of them stay by this id."""

    person_id: UUID = Field(primary_key=True)
    erased_at: datetime
