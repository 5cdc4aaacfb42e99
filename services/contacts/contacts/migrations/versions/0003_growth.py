"""Indexes that keep each request and each hourly rule as fast in ten years as today.

They are built while the service writes: docs/operations.md, "Growth".
"""

from shared.migrations import build_indexes

revision = "0003"
down_revision = "0002"
works_with = "0001"

INDEXES = {
    # The partial ones say word for word what cut_old_times.py looks for.
    "contact_uncut": "contact (started_at) WHERE started_at <> date_bin('15 min', started_at,"
    " 'epoch') OR ended_at <> date_bin('1 min', ended_at, 'epoch')",
    "missed_attempt_uncut": "missed_attempt (offered_at)"
    " WHERE offered_at <> date_bin('15 min', offered_at, 'epoch')",
    "referral_made_uncut": "referral (made_at)"
    " WHERE made_at <> date_bin('15 min', made_at, 'epoch')",
    "referral_settled_uncut": "referral (settled_at)"
    " WHERE settled_at <> date_bin('15 min', settled_at, 'epoch')",
    "contact_duty_open_by_position": "contact (position) WHERE NOT duty_verified",
    "missed_attempt_offered": "missed_attempt (offered_at)",
    "referral_made": "referral (made_at)",
    "idempotent_request_made": "idempotent_request (made_at)",
}


def upgrade() -> None:
    build_indexes(INDEXES)
