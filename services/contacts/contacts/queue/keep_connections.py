"""Which browser is connected to which process, and since when one is gone.

The newest socket of a help seeker, or of a desk, is the one that counts. A process says twice in
a second or two that it is there; of one that does not, all browsers are gone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.database import Connection

# In real time: it is processes that are watched, not people.
REPLICA_GONE_SECONDS = 6
UPSERT_REPLICA = """
INSERT INTO replica (replica_id, seen_at, on_the_bus) VALUES ($1, clock_timestamp(), $2)
ON CONFLICT (replica_id) DO UPDATE SET seen_at = excluded.seen_at,
    on_the_bus = excluded.on_the_bus
"""
# Nobody could come back while there was no process, or no database: their time begins anew.
GONE_FROM_NOW = f"""
UPDATE {{table}} SET gone_at = $1 WHERE gone_at IS NOT NULL AND {{open}} AND NOT EXISTS (
    SELECT FROM replica WHERE seen_at >= clock_timestamp() - interval '{REPLICA_GONE_SECONDS} s'
)
"""  # noqa: S608
BACK_AT = """
UPDATE {table} SET gone_at = NULL, replica_id = $1
WHERE connection_id = ANY ($2::uuid[]) AND gone_at IS NOT NULL
"""
# Of sockets that closed while the database was away.
GONE_SINCE = """
UPDATE {table} SET gone_at = $3 WHERE replica_id = $1 AND gone_at IS NULL
    AND connection_id <> ALL ($2::uuid[]) AND {open}
"""
GONE_AT = "UPDATE {table} SET gone_at = $2 WHERE connection_id = $1 AND gone_at IS NULL"
FORGET_REPLICAS = f"""
DELETE FROM replica WHERE seen_at < clock_timestamp() - interval '{REPLICA_GONE_SECONDS} s'
RETURNING replica_id
"""  # noqa: S608
GONE_WITH_REPLICA = """
UPDATE {table} SET gone_at = $1 WHERE gone_at IS NULL AND replica_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM replica WHERE replica.replica_id = {table}.replica_id)
    AND {open}
"""
OPEN_ROWS = {
    "attempt": "state IN ('waiting', 'offered', 'answered')",
    "desk": "state <> 'absent'",
}


@dataclass(frozen=True, slots=True)
class Socket:
    """A browser's socket: its own id, and the process that it is connected to."""

    connection_id: UUID
    replica_id: UUID


async def say_here(
    connection: Connection,
    replica_id: UUID,
    sockets: Collection[UUID],
    now: datetime,
    *,
    on_the_bus: bool,
) -> None:
    """Say that a process is there, with exactly these sockets of help seekers and desks.

    `sockets` is read anew for each statement: one that comes meanwhile is not gone.
    """
    for table, is_open in OPEN_ROWS.items():
        await connection.execute(GONE_FROM_NOW.format(table=table, open=is_open), now)
    await connection.execute(UPSERT_REPLICA, replica_id, on_the_bus)
    for table, is_open in OPEN_ROWS.items():
        await connection.execute(BACK_AT.format(table=table), replica_id, list(sockets))
        gone = GONE_SINCE.format(table=table, open=is_open)
        await connection.execute(gone, replica_id, list(sockets), now)


async def note_gone(connection: Connection, connection_id: UUID, now: datetime) -> None:
    """Note that a socket is closed; nothing if a newer one has taken its place."""
    for table in OPEN_ROWS:
        await connection.execute(GONE_AT.format(table=table), connection_id, now)


async def note_lost_replicas(connection: Connection, now: datetime) -> None:
    """Note that the browsers of processes that say nothing any more are gone."""
    await connection.execute(FORGET_REPLICAS)
    for table, is_open in OPEN_ROWS.items():
        await connection.execute(GONE_WITH_REPLICA.format(table=table, open=is_open), now)
