"""What time does to the queue: offers lapse, who is gone is missed, who left is told absent."""

from datetime import datetime

from shared.database import Connection

from contacts.queue.keep_connections import note_lost_replicas
from contacts.queue.keep_presence import make_absent
from contacts.queue.miss_attempts import miss_attempts
from contacts.queue.route_attempts import route_attempts
from contacts.queue.rules.lifecycle import (
    CALL_OFFERED_FOR,
    LISTENER_GONE_FOR,
    OFFERED_FOR,
    SEEKER_GONE_FOR,
    lapse,
    leave,
)
from contacts.queue.stored_queue import (
    COLUMNS,
    attempt_of,
    lock_queue,
    note_idle,
    save_attempts,
    try_time,
)
from contacts.referrals.time_out_handovers import time_out_handovers

LIST_LAPSED = f"""
SELECT {COLUMNS} FROM attempt WHERE state = 'offered'
    AND offered_at <= CASE channel WHEN 'telephone' THEN $2::timestamptz ELSE $1 END
"""  # noqa: S608
LIST_LOST = f"""
SELECT {COLUMNS} FROM attempt
WHERE state IN ('waiting', 'offered', 'answered') AND gone_at <= $1
"""  # noqa: S608
LIST_TO_LEAVE = """
SELECT volunteer_id FROM desk
WHERE state <> 'absent' AND (gone_at <= $1 OR state = 'leaving' AND NOT EXISTS (
    SELECT FROM attempt WHERE state = 'answered' AND answered_by = volunteer_id
        OR state = 'offered' AND offered_to = volunteer_id
))
"""


async def let_time_pass(connection: Connection, now: datetime) -> None:
    """Do what time does, and route; nothing where another process does it just now."""
    if not await try_time(connection):
        return
    await lock_queue(connection)
    await note_lost_replicas(connection, now)
    for row in await connection.fetch(LIST_TO_LEAVE, now - LISTENER_GONE_FOR):
        await make_absent(connection, row["volunteer_id"], now)
    rows = await connection.fetch(LIST_LOST, now - SEEKER_GONE_FOR)
    lost = [attempt_of(row) for row in rows]
    await miss_attempts(connection, [leave(attempt, "gone", now) for attempt in lost], now)
    rows = await connection.fetch(LIST_LAPSED, now - OFFERED_FOR, now - CALL_OFFERED_FOR)
    lapsed = [attempt_of(row) for row in rows]
    await save_attempts(connection, [lapse(attempt) for attempt in lapsed])
    for attempt in lost:
        await note_idle(connection, attempt.listener, now)
    await time_out_handovers(connection, now)
    await route_attempts(connection, now)
