"""Post many balanced entries at once: as quick as the database takes rows in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from shared.database import Connection

from billing.ledger.rules import Posting, Source

ENTRY = ("entry_id", "source", "source_id", "day", "posted_at")
POSTING = ("entry_id", "place", "account", "number", "amount")


@dataclass(frozen=True, slots=True)
class Entry:
    """The postings of one fact: (`source`, `source_id`) is unique."""

    source: Source
    source_id: str
    day: date
    postings: Sequence[Posting]


async def post_entries(connection: Connection, entries: Sequence[Entry], now: datetime) -> None:
    """Post the entries, each once; the database refuses one that does not sum to zero."""
    ids = [uuid4() for _ in entries]
    await connection.copy_records_to_table(
        "ledger_entry",
        columns=ENTRY,
        records=(
            (id_, entry.source, entry.source_id, entry.day, now)
            for id_, entry in zip(ids, entries, strict=True)
        ),
    )
    await connection.copy_records_to_table(
        "ledger_posting",
        columns=POSTING,
        records=(
            (id_, place, posting.account, posting.number, posting.amount)
            for id_, entry in zip(ids, entries, strict=True)
            for place, posting in enumerate(entry.postings, start=1)
        ),
    )
