"""Lists of one person's contacts and of one location's, without reading everybody's."""

from shared.migrations import build_indexes

revision = "0005"
down_revision = "0004"
works_with = "0001"

INDEXES = {
    "contact_of_volunteer": "contact (volunteer_id, position)",
    "contact_of_location": "contact (answered_at_location_id, position)",
    "missed_attempt_of_line": "missed_attempt (line_location_id, position)"
    " WHERE line_location_id IS NOT NULL",
}


def upgrade() -> None:
    build_indexes(INDEXES)
