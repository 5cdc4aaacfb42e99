"""Who is at the desk: present, in a pause, leaving or absent; told when it begins and ends."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.events.contacts import ListenerAbsent, ListenerPresent
from shared.events.envelope import grid
from shared.outbox import outbox_row, record

from contacts.queue.keep_connections import Socket
from contacts.queue.rules.lifecycle import give_back
from contacts.queue.rules.routing import DeskState
from contacts.queue.stored_queue import COLUMNS, attempt_of, save_attempts

OPEN_DESK = """
INSERT INTO desk (volunteer_id, state, since, idle_since, most_chats, connection_id, replica_id)
VALUES ($1, 'absent', $2, $2, 3, $3, $4)
ON CONFLICT (volunteer_id) DO UPDATE SET connection_id = excluded.connection_id,
    replica_id = excluded.replica_id, gone_at = NULL
"""
UPSERT_DESK = """
INSERT INTO desk AS known (volunteer_id, shift_id, state, since, idle_since, most_chats, extension,
    gone_at)
VALUES ($1, $2, $3, $4, $4, $5, $6, $4)
ON CONFLICT (volunteer_id) DO UPDATE SET shift_id = excluded.shift_id, state = excluded.state,
    most_chats = excluded.most_chats, extension = excluded.extension,
    since = CASE known.state WHEN excluded.state THEN known.since ELSE excluded.since END,
    idle_since = CASE known.state WHEN 'present' THEN known.idle_since ELSE excluded.since END
"""
MAKE_ABSENT = """
UPDATE desk SET state = 'absent', since = $2 WHERE volunteer_id = $1 AND state <> 'absent'
RETURNING shift_id
"""
NEXT_VERSION = """
UPDATE desk SET version = version + 1 WHERE volunteer_id = $1
RETURNING version, shift_id, (SELECT location_id FROM shift WHERE shift_id = desk.shift_id),
    (SELECT channels FROM shift WHERE shift_id = desk.shift_id)
"""
# The voice of a call goes on without us: it stays with its listener until the exchange says more.
LIST_HELD = f"""
SELECT {COLUMNS} FROM attempt WHERE channel <> 'email' AND (state = 'offered' AND offered_to = $1
    OR state = 'answered' AND answered_by = $1 AND channel <> 'telephone')
"""  # noqa: S608
NOTE_LOCATION = """
UPDATE attempt SET answered_at_location_id = shift.location_id
FROM desk JOIN shift USING (shift_id) WHERE attempt_id = $1 AND volunteer_id = $2
"""


async def open_desk(
    connection: Connection, volunteer_id: UUID, socket: Socket, now: datetime
) -> None:
    """Note the newest browser of a listener."""
    await connection.execute(OPEN_DESK, volunteer_id, now, socket.connection_id, socket.replica_id)


async def keep_desk(
    connection: Connection,
    volunteer_id: UUID,
    now: datetime,
    *,
    shift_id: UUID,
    state: DeskState,
    most_chats: int,
    extension: str | None,
) -> None:
    """Keep a desk as its listener says. The queue is locked."""
    await connection.execute(UPSERT_DESK, volunteer_id, shift_id, state, now, most_chats, extension)


async def note_location(connection: Connection, attempt_id: UUID, volunteer_id: UUID) -> None:
    """Note where an attempt is answered: at the location of the listener's shift."""
    await connection.execute(NOTE_LOCATION, attempt_id, volunteer_id)


async def make_absent(connection: Connection, volunteer_id: UUID, now: datetime) -> None:
    """Let a listener be absent -> `listener_absent`; chats and offers go back to the queue."""
    rows = await connection.fetch(LIST_HELD, volunteer_id)
    await save_attempts(connection, [give_back(attempt_of(row)) for row in rows])
    if await connection.fetchrow(MAKE_ABSENT, volunteer_id, now):
        await tell_presence(connection, volunteer_id, ListenerAbsent, now)


async def tell_presence(
    connection: Connection,
    volunteer_id: UUID,
    event: type[ListenerPresent | ListenerAbsent],
    now: datetime,
) -> None:
    """Tell that a listener is there, or is not any more."""
    row: Any = await connection.fetchrow(NEXT_VERSION, volunteer_id)
    told = event(
        volunteer_id=volunteer_id,
        shift_id=row["shift_id"],
        location_id=row["location_id"],
        channels=row["channels"],
        at=grid(now, event.time_grid_seconds),
    )
    version = row["version"]
    await record(connection, outbox_row(told, aggregate_id=volunteer_id, version=version, now=now))
