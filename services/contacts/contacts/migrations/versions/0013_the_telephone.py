"""The telephone: lines, their hours, and what the exchange told."""

from shared.migrations import execute

revision = "0013"
down_revision = "0012"
works_with = "0001"

EXPAND = """
CREATE TABLE line (
    number text PRIMARY KEY,
    kind text NOT NULL,
    location_id uuid,
    organisation text,
    hours jsonb,
    closed_days date[] NOT NULL,
    heard_outside text NOT NULL
);
CREATE TABLE exchange_call (
    call_id uuid PRIMARY KEY REFERENCES attempt ON DELETE CASCADE,
    heard_at timestamptz NOT NULL,
    last_n integer NOT NULL DEFAULT 0,
    message text
);
CREATE TABLE exchange_message (message_id text PRIMARY KEY, at timestamptz NOT NULL);
CREATE INDEX exchange_message_at ON exchange_message (at);
"""


def upgrade() -> None:
    execute(EXPAND)
