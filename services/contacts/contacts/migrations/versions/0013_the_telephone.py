"""The telephone: lines, their hours, and what the exchange told."""

revision = "0013"
down_revision = "0012"
works_with = "0001"


def upgrade() -> None:
    pass
