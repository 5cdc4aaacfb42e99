"""The lease of the relay."""

from shared.migrations import add_lease

revision = "0003_relay"
down_revision = "0002"


def upgrade() -> None:
    add_lease()
