"""What decides who answers, and both sides of a warm handover.

A listener's channels, lines, role and location, and how full a shift is, are null where they were
told before, until they are told again. A referral that is made while a chat is still open is
older than its contact, so it no longer needs one.
"""

from shared.migrations import build_indexes, execute

revision = "0008"
down_revision = "0007"
works_with = "0001"

EXPAND = """
ALTER TABLE listener ADD COLUMN location_id uuid, ADD COLUMN channels text[],
    ADD COLUMN lines text[], ADD COLUMN role text;
ALTER TABLE shift ADD COLUMN needed int, ADD COLUMN filled int;
ALTER TABLE referral DROP CONSTRAINT referral_contact_id_fkey,
    ADD COLUMN attempt_id uuid, ADD COLUMN answer_by timestamptz,
    ADD COLUMN answered_at timestamptz, ADD COLUMN answer text;
"""
INDEXES = {
    "referral_of_attempt": "referral (attempt_id) WHERE attempt_id IS NOT NULL",
    # Word for word what time_out_handovers.py looks for.
    "referral_open": "referral (answer_by) WHERE outcome IS NULL AND answer_by IS NOT NULL",
    # Word for word what cut_old_times.py looks for.
    "referral_answer_by_uncut": "referral (answer_by)"
    " WHERE answer_by <> date_bin('15 min', answer_by, 'epoch')",
    "referral_answered_uncut": "referral (answered_at)"
    " WHERE answered_at <> date_bin('15 min', answered_at, 'epoch')",
}


def upgrade() -> None:
    execute(EXPAND)
    build_indexes(INDEXES)
