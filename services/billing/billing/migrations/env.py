"""Alembic's entry: billing's tables, migrated by the shared runner."""

from shared.migrations import run

from billing import tables

run(tables.metadata)
