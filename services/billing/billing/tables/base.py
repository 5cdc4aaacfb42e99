"""What every table of billing is."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class Table(SQLModel, registry=registry()):
    """A table of billing; the registry is billing's own."""


metadata = Table.metadata
