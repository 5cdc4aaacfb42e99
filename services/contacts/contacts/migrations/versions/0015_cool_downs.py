"""Who called today, by the day's token, and cool-downs.

`caller_today` is unlogged on purpose: its rows are neither in the write-ahead log nor in replicas
or base backups, and a crash empties it.
"""

from shared.migrations import execute

revision = "0015"
down_revision = "0014"
works_with = "0001"

EXPAND = """
CREATE UNLOGGED TABLE caller_today (
    token bytea PRIMARY KEY,
    day date NOT NULL,
    calls uuid[] NOT NULL
);
CREATE INDEX caller_today_calls ON caller_today USING gin (calls);
CREATE TABLE cool_down (
    cool_down_id uuid PRIMARY KEY,
    attempt_id uuid NOT NULL UNIQUE,
    reason text NOT NULL,
    asked_by uuid NOT NULL,
    location_id uuid NOT NULL,
    set_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    reviewed_by uuid,
    review text,
    reviewed_at timestamptz
);
CREATE INDEX cool_down_set_at ON cool_down (set_at);
"""


def upgrade() -> None:
    execute(EXPAND)
