"""Indexes that keep each request and each hourly rule as fast in ten years as today.

They are built while the service writes: docs/operations.md, "Growth".
"""

from shared.migrations import build_indexes

revision = "0002"
down_revision = "0001"
works_with = "0001"

INDEXES = {
    # By which the months with attempts are found (queries.py); tests are none.
    "contact_attempted": "contact (started_quarter) WHERE kind <> 'test'",
    "invoice_period": "invoice (period)",
    "idempotent_request_made": "idempotent_request (made_at)",
}


def upgrade() -> None:
    build_indexes(INDEXES)
