"""The exchange tells which calls it has: those that it does not name any more are over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from shared.database import Connection

from contacts.queue.miss_attempts import miss_attempts
from contacts.queue.route_attempts import route_attempts
from contacts.queue.rules.lifecycle import leave
from contacts.queue.stored_queue import COLUMNS, attempt_of, lock_queue, note_idle
from contacts.telephone.stored_calls import forget_messages, forget_over_early, note_heard

# Three times as long as the exchange takes to tell again.
UNHEARD_FOR = timedelta(seconds=60)
LIST_LOST = f"""
SELECT {COLUMNS} FROM attempt JOIN exchange_call ON call_id = attempt_id
WHERE state IN ('waiting', 'offered', 'answered') AND heard_at <= $1
"""  # noqa: S608


async def keep_alive(connection: Connection, calls: Sequence[UUID], now: datetime) -> None:
    """Note which calls there are; one that was not named for a minute is over.

    Who waited has abandoned it -> `contact_missed`; what was answered has ended by `gone`.
    """
    await note_heard(connection, calls, now)
    await forget_messages(connection)
    await forget_over_early(connection)
    if not await connection.fetch(LIST_LOST, now - UNHEARD_FOR):
        return
    await lock_queue(connection)
    lost = [attempt_of(row) for row in await connection.fetch(LIST_LOST, now - UNHEARD_FOR)]
    await miss_attempts(connection, [leave(one, "gone", now) for one in lost], now)
    for one in lost:
        await note_idle(connection, one.listener, now)
    await route_attempts(connection, now)
