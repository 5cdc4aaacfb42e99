"""Accident and disaster lines: prepared ones and those that were opened."""

from shared.migrations import build_indexes, execute

revision = "0014"
down_revision = "0013"
works_with = "0001"

EXPAND = """
CREATE TABLE surge_line (
    line_id uuid PRIMARY KEY, slug text NOT NULL UNIQUE, region text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('accident', 'disaster')), number text UNIQUE,
    listeners_wanted int NOT NULL CHECK (listeners_wanted BETWEEN 1 AND 200)
);
CREATE TABLE surge (
    surge_id uuid PRIMARY KEY, line_id uuid NOT NULL, slug text NOT NULL, region text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('accident', 'disaster')), number text,
    listeners_wanted int NOT NULL CHECK (listeners_wanted BETWEEN 1 AND 200),
    since timestamptz NOT NULL, until timestamptz, version int NOT NULL
);
CREATE UNIQUE INDEX surge_open ON surge (line_id) WHERE until IS NULL;
CREATE INDEX surge_newest ON surge (since, surge_id);
"""
INDEXES = {
    "contact_of_surge": "contact (surge_id) WHERE surge_id IS NOT NULL",
    "missed_attempt_of_surge": "missed_attempt (surge_id) WHERE surge_id IS NOT NULL",
    "attempt_of_surge": "attempt (surge_id) WHERE surge_id IS NOT NULL",
    "shift_of_surge": "shift (surge_id) WHERE surge_id IS NOT NULL",
}


def upgrade() -> None:
    execute(EXPAND)
    build_indexes(INDEXES)
