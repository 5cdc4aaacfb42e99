"""No samples of tokens, keys and letters: they are in their tables only, and go with their rows."""

from shared.migrations import keep_no_samples

revision = "0017"
down_revision = "0016"
works_with = "0001"

COLUMNS = {
    "caller_today": ("token", "calls"),
    "mailbox_key": ("lookup", "by_phrase", "for_listeners"),
    "letter": ("sealed",),
    "letter_answer": ("draft", "note"),
    "attempt": ("token_hash", "next_token_hash", "seal"),
}


def upgrade() -> None:
    keep_no_samples(COLUMNS)
