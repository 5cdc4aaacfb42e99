"""The telephone contacts of one volunteer around a moment, without reading all of theirs."""

from shared.migrations import build_indexes

revision = "0006"
down_revision = "0005"
works_with = "0001"

INDEXES = {
    "contact_on_telephone": "contact (volunteer_id, started_at) WHERE channel = 'telephone'",
}


def upgrade() -> None:
    build_indexes(INDEXES)
