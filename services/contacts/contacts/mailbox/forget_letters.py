"""Forget mailboxes some days after their last letter, in two commits (delete_mailbox.py)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from shared.database import Connection

from contacts.clock.clock import Clock
from contacts.mailbox.delete_mailbox import destroy_keys
from contacts.mailbox.forget_keyless import BOXES_A_COMMIT, forget_keyless
from contacts.queue.stored_queue import lock_queue

LIST_DUE = f"""
SELECT box_id FROM mailbox JOIN mailbox_key USING (box_id)
WHERE last_at < $1 ORDER BY last_at LIMIT {BOXES_A_COMMIT}
"""  # noqa: S608


def forgetting_letters(kept_days: int) -> Callable[[Connection], Awaitable[int]]:
    """Return the rule of retention for mailboxes that are kept for so many days."""

    async def forget_letters(connection: Connection) -> int:
        """Destroy a batch of keys, or else delete a batch of mailboxes without one."""
        clock = Clock()
        await clock.read(connection)
        now = clock.now()
        await lock_queue(connection)
        rows = await connection.fetch(LIST_DUE, now - timedelta(days=kept_days))
        if rows:
            await destroy_keys(connection, [row["box_id"] for row in rows], "gone", now)
            return len(rows)
        return await forget_keyless(connection, now)

    return forget_letters
