"""What the page of who is on duty shows: names of locations, places and channels of shifts, roles.

What was told before stays without: it is told again when a location or a shift changes.
"""

from shared.migrations import build_indexes, execute

revision = "0007"
down_revision = "0006"
works_with = "0001"

EXPAND = """
ALTER TABLE location ADD COLUMN name text;
ALTER TABLE shift ADD COLUMN location_id uuid, ADD COLUMN channels text[];
ALTER TABLE place ADD COLUMN role text;
"""
INDEXES = {
    "shift_starts": "shift (starts_at) WHERE NOT cancelled",
    "place_of_shift": "place (shift_id) WHERE taken",
}


def upgrade() -> None:
    execute(EXPAND)
    build_indexes(INDEXES)
