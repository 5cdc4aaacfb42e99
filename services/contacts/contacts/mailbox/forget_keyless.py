"""Delete what is left of mailboxes whose key is destroyed, and count it."""

from datetime import UTC, datetime
from uuid import UUID

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT

from contacts.mailbox.rules import MOST_LETTERS

# With their letters and answers no more rows than a commit of retention may change.
BOXES_A_COMMIT = ROWS_A_COMMIT // (MOST_LETTERS * 2)
DELETE_KEYLESS = f"""
WITH gone AS (
    DELETE FROM mailbox WHERE box_id = ANY (ARRAY(
        SELECT box_id FROM mailbox LEFT JOIN mailbox_key USING (box_id)
        WHERE lookup IS NULL AND ($2::uuid IS NULL OR box_id = $2)
        LIMIT {BOXES_A_COMMIT} FOR UPDATE OF mailbox SKIP LOCKED
    )) RETURNING box_id
), answers AS (
    DELETE FROM letter_answer WHERE box_id IN (SELECT box_id FROM gone)
), letters AS (
    DELETE FROM letter WHERE box_id IN (SELECT box_id FROM gone) RETURNING letter_id
), counted AS (
    SELECT (SELECT count(*) FROM gone) AS boxes, (SELECT count(*) FROM letters) AS letters
)
INSERT INTO mailbox_deletion AS known (day, boxes, letters)
SELECT $1, boxes, letters FROM counted WHERE boxes > 0
ON CONFLICT (day) DO UPDATE SET boxes = known.boxes + excluded.boxes,
    letters = known.letters + excluded.letters
RETURNING (SELECT boxes + letters FROM counted)
"""  # noqa: S608


async def forget_keyless(connection: Connection, now: datetime, box_id: UUID | None = None) -> int:
    """Delete a batch of mailboxes without a key, or this one; return how many rows that were."""
    day = now.astimezone(UTC).date()
    rows: int | None = await connection.fetchval(DELETE_KEYLESS, day, box_id)
    return rows or 0
