"""What `sensoor outbox` reads and changes in a service's database; never an event's content."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
from shared.database import Connection
from shared.outbox_reading import IS_WAITING

from sensoor.clock import SHOWN_IN

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 60
STANDING = f"""
SELECT count(*) AS waiting,
    extract(epoch FROM clock_timestamp() - min(recorded_at))::float8 AS oldest_seconds,
    (SELECT holder FROM relay_lease WHERE expires_at > clock_timestamp()) AS leader
FROM outbox WHERE {IS_WAITING}
"""  # noqa: S608
PARKED = """
SELECT id, event_id, subject, refused AS code, recorded_at FROM outbox
WHERE refused IS NOT NULL AND ($1::uuid IS NULL OR event_id = $1) ORDER BY id
"""
# It goes to the end of the queue: the relay has passed its old position.
RETRY = "UPDATE outbox SET refused = NULL, id = DEFAULT WHERE id = $1 AND refused IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that the bus refused for good: its id, the bus's code, when it was recorded."""

    event_id: UUID
    subject: str
    code: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A service's outbox: waiting events, age of the oldest (s), relay leader, parked events."""

    service: str
    waiting: int
    oldest_seconds: float
    leader: str | None
    parked: list[Parked]


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Connection]:
    connection: Connection = await asyncpg.connect(
        url, timeout=CONNECT_SECONDS, command_timeout=STATEMENT_SECONDS
    )
    try:
        yield connection
    finally:
        await connection.close(timeout=CONNECT_SECONDS)


async def standing(service: str, url: str) -> Standing:
    """Return what waits and what is parked in a service's outbox."""
    async with _connected(url) as connection:
        row = await connection.fetchrow(STANDING)
        rows = await connection.fetch(PARKED, None)
    assert row is not None
    parked = [
        Parked(one["event_id"], one["subject"], one["code"], one["recorded_at"]) for one in rows
    ]
    return Standing(service, row["waiting"], row["oldest_seconds"] or 0.0, row["leader"], parked)


async def retry(url: str, event_id: UUID | None) -> int:
    """Queue one parked event again, or all in order; return how many."""
    async with _connected(url) as connection, connection.transaction():
        rows = await connection.fetch(PARKED, event_id)
        for row in rows:
            await connection.execute(RETRY, row["id"])
    return len(rows)


def lines(found: Standing) -> list[str]:
    """Return the state of an outbox in words, and a line for each parked event."""
    since = f" (oldest {found.oldest_seconds:.0f} s)" if found.waiting else ""
    said = [
        f"{found.service:<10}  {found.waiting} waiting{since}, {len(found.parked)} parked,"
        f" {f'relay {found.leader}' if found.leader else 'no relay'}"
    ]
    return said + [
        f"{'':<10}  {one.event_id}  {one.subject:<36}  {one.code}"
        f"  {one.recorded_at.astimezone(SHOWN_IN):%d %b %H:%M:%S}"
        for one in found.parked
    ]
