"""Failures of handling by the event's own id, in place of its place in the stream."""

from shared.migrations import expand_recovery

revision = "0003"
down_revision = "0002"
works_with = "0001"


def upgrade() -> None:
    expand_recovery()
