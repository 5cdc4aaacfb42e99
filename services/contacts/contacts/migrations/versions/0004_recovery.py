"""Failures of handling by the event's own id, in place of its place in the stream."""

from shared.migrations import expand_recovery

revision = "0004"
down_revision = "0003"
works_with = "0001"


def upgrade() -> None:
    expand_recovery()
