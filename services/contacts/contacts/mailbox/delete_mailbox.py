"""Delete a mailbox: its key first, in a commit of its own, then everything else of it.

From the first commit on nothing can be read, in no copy that is made from then on; what the second
one deletes is only ciphertext. If the process ends between them, retention does the second.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.database import Connection

from contacts.mailbox.forget_keyless import forget_keyless
from contacts.queue.miss_attempts import miss_attempts
from contacts.queue.rules.lifecycle import EndedBy, leave
from contacts.queue.stored_queue import COLUMNS, attempt_of, lock_queue

DELETE_KEYS = "DELETE FROM mailbox_key WHERE box_id = ANY ($1::uuid[])"
LIST_OPEN = f"""
SELECT {COLUMNS} FROM attempt
WHERE state IN ('waiting', 'answered') AND attempt_id IN (
    SELECT attempt_id FROM letter WHERE box_id = ANY ($1::uuid[])
)
"""  # noqa: S608


async def destroy_keys(
    connection: Connection, boxes: Sequence[UUID], by: EndedBy, now: datetime
) -> None:
    """Destroy the keys of mailboxes. The queue is locked.

    A letter that nobody has had is abandoned -> `contact_missed`; one that a listener has, or had,
    ends and is registered by them.
    """
    rows = await connection.fetch(LIST_OPEN, boxes)
    await miss_attempts(connection, [leave(attempt_of(row), by, now) for row in rows], now)
    await connection.execute(DELETE_KEYS, boxes)


async def close_mailbox(connection: Connection, box_id: UUID, now: datetime) -> None:
    """Destroy a mailbox's key, as its help seeker asks; nothing where it is gone already."""
    await lock_queue(connection)
    await destroy_keys(connection, [box_id], "seeker", now)


async def empty_mailbox(connection: Connection, box_id: UUID, now: datetime) -> None:
    """Delete what is left of a mailbox whose key is destroyed."""
    await forget_keyless(connection, now, box_id)
