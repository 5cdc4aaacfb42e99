"""Calls, letters and surges join the queue."""

from shared.migrations import execute

revision = "0011"
down_revision = "0010"
works_with = "0001"

EXPAND = """
ALTER TABLE attempt ALTER token_hash DROP NOT NULL, ALTER seal DROP NOT NULL,
    ADD COLUMN surge_id uuid, ADD COLUMN redial boolean, ADD COLUMN diverted_from text;
ALTER TABLE desk ADD COLUMN extension text;
ALTER TABLE shift ADD COLUMN surge_id uuid;
ALTER TABLE contact ADD COLUMN redial boolean, ADD COLUMN misuse_kind text,
    ADD COLUMN surge_id uuid;
ALTER TABLE missed_attempt ADD COLUMN redial boolean, ADD COLUMN cooled_down boolean,
    ADD COLUMN surge_id uuid;
"""


def upgrade() -> None:
    execute(EXPAND)
