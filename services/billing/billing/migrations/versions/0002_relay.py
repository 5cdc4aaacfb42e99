"""The lease of the relay."""

from shared.migrations import add_lease

revision = "0002_relay"
down_revision = "0001"


def upgrade() -> None:
    add_lease()
