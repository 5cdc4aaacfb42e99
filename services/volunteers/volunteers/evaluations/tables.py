"""The table of evaluation interviews."""

from datetime import date
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field

from volunteers.persistence import Table


class Evaluation(Table, table=True):
    """An evaluation interview that is due, planned or held. Aggregate.

    `reflection` is the volunteer's and `agreed` is what both agreed on: sealed with the
    volunteer's key, for the volunteer and the supervisor only.
    """

    evaluation_id: UUID = Field(primary_key=True)
    volunteer_id: UUID = Field(foreign_key="volunteer.volunteer_id")
    supervisor_id: UUID | None = Field(default=None, foreign_key="supervisor.supervisor_id")
    due_on: date
    planned_on: date | None = None
    held_on: date | None = None
    reflection: bytes | None = Field(default=None, sa_type=LargeBinary)
    agreed: bytes | None = Field(default=None, sa_type=LargeBinary)
    version: int = 1
