"""The inbox: which events a consumer has handled, and which of them fail by themselves."""

from collections.abc import Iterable
from uuid import UUID

from shared.database import Connection


async def note_unseen(connection: Connection, consumer: str, ids: Iterable[UUID]) -> set[UUID]:
    """Note the events as handled, in the effect's own transaction; return those that are new."""
    rows = await connection.fetch(
        "INSERT INTO inbox (consumer, event_id) SELECT $1, unnest($2::uuid[])"
        " ON CONFLICT DO NOTHING RETURNING event_id",
        consumer,
        sorted(set(ids)),
    )
    return {row["event_id"] for row in rows}


async def is_seen(connection: Connection, consumer: str, event_id: UUID) -> bool:
    """Say whether the consumer has handled the event."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM inbox WHERE consumer = $1 AND event_id = $2)",
        consumer,
        event_id,
    )
    return found


async def begin_attempt(connection: Connection, consumer: str, sequence: int) -> tuple[int, str]:
    """Mark that the message is about to be handled; return the attempt's number and last code.

    The mark is committed before the handling, so that a message that kills its process counts.
    """
    row = await connection.fetchrow(
        "INSERT INTO delivery_failure AS f (consumer, stream_sequence, attempts)"
        " VALUES ($1, $2, 1) ON CONFLICT (consumer, stream_sequence)"
        " DO UPDATE SET attempts = f.attempts + 1 RETURNING attempts, code",
        consumer,
        sequence,
    )
    assert row is not None
    return row["attempts"], row["code"] or "killed_its_process"


async def note_failure(connection: Connection, consumer: str, sequence: int, code: str) -> None:
    """Note by which code the attempt that was begun failed."""
    await connection.execute(
        "UPDATE delivery_failure SET code = $3 WHERE consumer = $1 AND stream_sequence = $2",
        consumer,
        sequence,
        code,
    )


async def note_set_aside(connection: Connection, consumer: str, sequence: int, code: str) -> None:
    """Note that a message was set aside; it counts as failing until it is handled."""
    await connection.execute(
        "INSERT INTO delivery_failure (consumer, stream_sequence, attempts, code)"
        " VALUES ($1, $2, 1, $3) ON CONFLICT (consumer, stream_sequence)"
        " DO UPDATE SET code = excluded.code",
        consumer,
        sequence,
        code,
    )


async def is_failing(connection: Connection, consumer: str) -> bool:
    """Say whether an event of the consumer failed, or was set aside, and is not handled yet."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM delivery_failure WHERE consumer = $1)", consumer
    )
    return found


async def forget_failures(connection: Connection, consumer: str, sequence: int) -> None:
    """Forget the failures of a message that was handled."""
    await connection.execute(
        "DELETE FROM delivery_failure WHERE consumer = $1 AND stream_sequence = $2",
        consumer,
        sequence,
    )
