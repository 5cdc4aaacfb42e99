"""A call keeps of which partner the line is that was called."""

from shared.migrations import execute

revision = "0016"
down_revision = "0015"
works_with = "0001"

EXPAND = "ALTER TABLE attempt ADD COLUMN line_organisation text"


def upgrade() -> None:
    execute(EXPAND)
