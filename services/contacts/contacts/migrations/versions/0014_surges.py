"""Accident and disaster lines: prepared ones and those that were opened."""

revision = "0014"
down_revision = "0013"
works_with = "0001"


def upgrade() -> None:
    pass
