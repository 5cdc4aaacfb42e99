"""Redials, kinds of misuse, cool-downs and surges of attempts.

Of attempts that are here already they are null, as they are of all that was told before the
exchange told callers apart: a rebuild fills in what was told since.
"""

from shared.migrations import execute

revision = "0009"
down_revision = "0008"
works_with = "0001"


def upgrade() -> None:
    execute("""
        ALTER TABLE contact ADD COLUMN redial boolean,
            ADD COLUMN misuse_kind text COLLATE "C", ADD COLUMN surge_id uuid;
        ALTER TABLE missed_attempt ADD COLUMN redial boolean, ADD COLUMN cooled_down boolean,
            ADD COLUMN surge_id uuid;
    """)
