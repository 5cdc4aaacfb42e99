"""The inbox: which events a consumer has handled, and which fail."""

from collections.abc import Iterable
from uuid import UUID

from shared.database import Connection

NOTE = (
    "INSERT INTO inbox (consumer, event_id) SELECT $1, unnest($2::uuid[])"
    " ON CONFLICT DO NOTHING RETURNING event_id"
)
NOTE_IN_BATCH = (
    "INSERT INTO inbox (consumer, event_id, batch) SELECT $1, unnest($2::uuid[]), $3"
    " ON CONFLICT DO NOTHING RETURNING event_id"
)


async def note_unseen(
    connection: Connection, consumer: str, ids: Iterable[UUID], batch: int | None = None
) -> set[UUID]:
    """Record the events as handled, in the effect's transaction; return those that are new.

    `batch` is the number of the commit, where the service numbers its batches.
    """
    given = (consumer, sorted(set(ids)))
    rows = await (
        connection.fetch(NOTE, *given)
        if batch is None
        else connection.fetch(NOTE_IN_BATCH, *given, batch)
    )
    return {row["event_id"] for row in rows}


async def begin_attempt(connection: Connection, consumer: str, event_id: UUID) -> tuple[int, str]:
    """Record an attempt to handle the event; return the attempt's number and the last code.

    It is committed before the handling, so that an event that kills its process is counted.
    """
    row = await connection.fetchrow(
        "INSERT INTO handling_failure AS f (consumer, event_id, attempts)"
        " VALUES ($1, $2, 1) ON CONFLICT (consumer, event_id)"
        " DO UPDATE SET attempts = f.attempts + 1 RETURNING attempts, code",
        consumer,
        event_id,
    )
    assert row is not None
    return row["attempts"], row["code"] or "killed_its_process"


async def note_failure(connection: Connection, consumer: str, event_id: UUID, code: str) -> None:
    """Record the code with which the current attempt failed."""
    await connection.execute(
        "UPDATE handling_failure SET code = $3 WHERE consumer = $1 AND event_id = $2",
        consumer,
        event_id,
        code,
    )


async def note_set_aside(connection: Connection, consumer: str, event_id: UUID, code: str) -> None:
    """Record that an event was set aside; it counts as failing until it is handled."""
    await connection.execute(
        "INSERT INTO handling_failure (consumer, event_id, attempts, code)"
        " VALUES ($1, $2, 1, $3) ON CONFLICT (consumer, event_id)"
        " DO UPDATE SET code = excluded.code",
        consumer,
        event_id,
        code,
    )


async def is_failing(connection: Connection, consumer: str) -> bool:
    """Return whether an event of the consumer failed or was set aside, and is not handled yet."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM handling_failure WHERE consumer = $1)", consumer
    )
    return found


async def forget_failures(connection: Connection, consumer: str, ids: Iterable[UUID]) -> None:
    """Delete the failures of events, in the commit that handles them."""
    await connection.execute(
        "DELETE FROM handling_failure WHERE consumer = $1 AND event_id = ANY ($2::uuid[])",
        consumer,
        sorted(set(ids)),
    )
