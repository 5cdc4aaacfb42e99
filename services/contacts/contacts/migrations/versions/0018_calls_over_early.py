"""Calls that are over before they are known have a table of their own."""

from shared.migrations import execute

revision = "0018"
down_revision = "0017"
works_with = "0001"

EXPAND = """
CREATE TABLE call_over_early (call_id uuid PRIMARY KEY, at timestamptz NOT NULL);
CREATE INDEX call_over_early_at ON call_over_early (at);
"""


def upgrade() -> None:
    execute(EXPAND)
