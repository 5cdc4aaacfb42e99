"""What every table of contacts is made of."""

from sqlalchemy import DateTime
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

MOMENT = DateTime(timezone=True)


class Table(SQLModel, registry=registry()):
    """The base of this service's tables: a metadata of its own."""


metadata = Table.metadata
