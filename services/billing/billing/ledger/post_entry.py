"""Post one balanced entry; the database refuses one that does not sum to zero."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import uuid4

from shared.database import Connection

from billing.ledger.rules import Posting, Source

INSERT_ENTRY = """
WITH entry AS (
    INSERT INTO ledger_entry (entry_id, source, source_id, day, posted_at)
    VALUES ($1, $2, $3, $4, $5)
)
INSERT INTO ledger_posting (entry_id, place, account, number, amount)
SELECT $1, place, account, number, amount
FROM unnest($6::text[], $7::text[], $8::numeric[]) WITH ORDINALITY
    AS posting (account, number, amount, place)
"""


async def post_entry(
    connection: Connection, source: Source, source_id: str, postings: Sequence[Posting],
    *, day: date, now: datetime,
) -> None:  # fmt: skip
    """Post the entry of one fact, once: (`source`, `source_id`) is unique."""
    await connection.execute(
        INSERT_ENTRY, uuid4(), source, source_id, day, now,
        [posting.account for posting in postings],
        [posting.number for posting in postings],
        [posting.amount for posting in postings],
    )  # fmt: skip
