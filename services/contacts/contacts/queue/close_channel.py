"""Close a channel to whoever comes, and open it again."""

from datetime import datetime

from shared.database import Connection
from shared.events.vocabulary import Channel

from contacts.queue.miss_attempts import miss_attempts
from contacts.queue.route_attempts import route_attempts
from contacts.queue.rules.lifecycle import close
from contacts.queue.stored_queue import COLUMNS, attempt_of, lock_queue, note_idle

INSERT_CLOSED = "INSERT INTO closed_channel VALUES ($1, $2) ON CONFLICT (channel) DO NOTHING"
# Whoever has spoken with a listener is helped to the end, by another listener if need be.
LIST_NEVER_ANSWERED = f"""
SELECT {COLUMNS} FROM attempt
WHERE state IN ('waiting', 'offered') AND answered_at IS NULL AND channel = $1
"""  # noqa: S608


async def close_channel(connection: Connection, channel: Channel, now: datetime) -> int:
    """Close a channel: who waits now is missed -> `contact_missed` with closed; return how many.

    Whoever comes while it is closed is missed at once (`join_queue`). Chats that are open go on.
    Closing what is closed changes nothing.
    """
    await lock_queue(connection)
    await connection.execute(INSERT_CLOSED, channel, now)
    rows = await connection.fetch(LIST_NEVER_ANSWERED, channel)
    waiting = [attempt_of(row) for row in rows]
    await miss_attempts(connection, [close(attempt, now) for attempt in waiting], now)
    for attempt in waiting:
        await note_idle(connection, attempt.listener, now)
    await route_attempts(connection, now)
    return len(waiting)


async def open_channel(connection: Connection, channel: Channel) -> None:
    """Open a channel again; nothing if it is open."""
    await lock_queue(connection)
    await connection.execute("DELETE FROM closed_channel WHERE channel = $1", channel)
