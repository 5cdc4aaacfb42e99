"""The secure mailbox: letters, their keys, drafts and reviews."""

revision = "0012"
down_revision = "0011"
works_with = "0001"


def upgrade() -> None:
    pass
