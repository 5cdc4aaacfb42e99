"""Where Alembic starts."""

from shared.migrations import run
from volunteers import tables

run(tables.metadata)
