"""The secure mailbox: letters, their keys, drafts and reviews."""

from shared.migrations import build_indexes, execute

revision = "0012"
down_revision = "0011"
works_with = "0001"

EXPAND = """
CREATE TABLE mailbox (box_id uuid PRIMARY KEY, last_at timestamptz NOT NULL);
CREATE TABLE mailbox_key (
    box_id uuid PRIMARY KEY,
    lookup bytea NOT NULL UNIQUE,
    by_phrase bytea NOT NULL,
    for_listeners bytea NOT NULL,
    wrapped_with text NOT NULL
);
CREATE TABLE letter (
    letter_id uuid PRIMARY KEY,
    box_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    author text NOT NULL,
    written_at timestamptz NOT NULL,
    sealed bytea NOT NULL
);
CREATE TABLE letter_answer (
    attempt_id uuid PRIMARY KEY,
    box_id uuid NOT NULL,
    letter_id uuid NOT NULL,
    draft bytea NOT NULL,
    saved_at timestamptz NOT NULL,
    review text,
    note bytea
);
CREATE TABLE mailbox_deletion (day date PRIMARY KEY, boxes int NOT NULL, letters int NOT NULL);
"""
INDEXES = {
    "mailbox_last": "mailbox (last_at)",
    "letter_box": "letter (box_id, written_at)",
    "letter_attempt": "letter (attempt_id)",
    "letter_answer_box": "letter_answer (box_id)",
    "attempt_letters": "attempt (state, arrived_at) WHERE channel = 'email'",
}


def upgrade() -> None:
    execute(EXPAND)
    build_indexes(INDEXES)
