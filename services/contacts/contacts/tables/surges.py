"""Accident and disaster lines."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from contacts.tables.base import MOMENT, Table


class SurgeLine(Table, table=True):
    """A prepared accident or disaster line; `number` is digits of the exchange, None: chat only."""

    __tablename__ = "surge_line"

    line_id: UUID = Field(primary_key=True)
    slug: str
    region: str
    kind: str
    number: str | None
    listeners_wanted: int


class Surge(Table, table=True):
    """A line that was opened, with what its line was then; `until` None: it is open.

    `version` counts its events.
    """

    surge_id: UUID = Field(primary_key=True)
    line_id: UUID
    slug: str
    region: str
    kind: str
    number: str | None
    listeners_wanted: int
    since: datetime = Field(sa_type=MOMENT)
    until: datetime | None = Field(sa_type=MOMENT)
    version: int
