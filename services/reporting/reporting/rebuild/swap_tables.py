"""Put the rebuilt projections in the place of the live ones, in one commit.

1. The projections beside are dressed, and caught up with what arrived since, while all goes on.
2. One transaction locks the positions: live consumers finish their batch and wait with the next.
   It folds what was applied meanwhile, notes what the live consumers had never handled, drops the
   live tables and moves the others into their place.

Readers wait for a moment and then find the new tables; a killed swap leaves the live ones.
"""

import asyncio
import time
from dataclasses import dataclass, field

import asyncpg
from nats.aio.client import Client
from shared.database import Connection

from reporting.event_handlers import handlers
from reporting.projections.positions import number_batch
from reporting.rebuild.dump import TABLES
from reporting.rebuild.parse_stored import Events, applied, fold, parse_stored
from reporting.rebuild.streams import last_sequence, stored
from reporting.rebuild.tables_beside import LIVE, REBUILT, UNTOLD

NEARLY_THERE = 1_000
# Shorter than PostgreSQL's deadlock timeout: a reader who holds one table and asks for another is
# let through, and the swap tries again.
LOCK_MILLISECONDS, AGAIN_SECONDS = 200, 0.1
# Live consumers wait for it: shorter than their statement timeout.
SWAP_SECONDS = 15.0
HOLD_BATCHES = f"LOCK TABLE {LIVE}.projection_position IN EXCLUSIVE MODE"
HOLD_READERS = (
    f"LOCK TABLE {LIVE}.projection_position, "
    + ", ".join(f"{LIVE}.{table.name}" for table in TABLES)
    + " IN ACCESS EXCLUSIVE MODE"
)
HAS_UNTOLD = f"SELECT EXISTS (SELECT FROM {REBUILT}.{UNTOLD} WHERE consumer = $1)"  # noqa: S608
NOTE_HANDLED = f"""
INSERT INTO {LIVE}.inbox (consumer, event_id, batch)
SELECT consumer, event_id, $2 FROM {REBUILT}.{UNTOLD} WHERE consumer = $1 ON CONFLICT DO NOTHING
"""  # noqa: S608


class TablesInUse(Exception):
    """A reader held a projection for too long; the live ones are as they were."""


@dataclass
class Tail:
    """How far each stream is read, and the events up to there that were not applied when read."""

    read_to: dict[str, int]
    pending: dict[str, Events] = field(default_factory=dict)
    events: int = 0


async def catch_up(bus: Client, connection: Connection, tail: Tail) -> int:
    """Fold what the live projections have applied of the rest of the streams; return its number.

    `connection` folds beside. What is not applied stays pending: it is in flight, is failing, or
    was set aside.
    """
    before = tail.events
    for stream in handlers.streams():
        waiting, tail.pending[stream] = tail.pending.get(stream, []), []
        await _fold_applied(connection, stream, waiting, tail)
        last = await last_sequence(bus, stream)
        async for messages in stored(bus, stream, tail.read_to.get(stream, 0) + 1, last):
            await _fold_applied(connection, stream, parse_stored(stream, messages), tail)
        tail.read_to[stream] = last
    return tail.events - before


async def _fold_applied(connection: Connection, stream: str, events: Events, tail: Tail) -> None:
    known = await applied(connection, stream, events)
    await fold(connection, known)
    tail.events += len(known)
    ids = {event.id for event in known}
    tail.pending[stream] += [event for event in events if event.id not in ids]


async def swap_tables(bus: Client, connection: Connection, tail: Tail) -> int:
    """Catch up, and swap in one commit; return how many events the live ones had never handled.

    Raises `TablesInUse`, and what nats-py and asyncpg raise when the bus or the database is away.
    """
    while await catch_up(bus, connection, tail) > NEARLY_THERE:
        pass
    async with connection.transaction():
        await connection.execute(HOLD_BATCHES)
        await catch_up(bus, connection, tail)
        untold = await _note_untold(connection)
        await _hold_readers(connection)
        for table in TABLES:
            await connection.execute(f"DROP TABLE {LIVE}.{table.name}")
            await connection.execute(f"ALTER TABLE {REBUILT}.{table.name} SET SCHEMA {LIVE}")
        await connection.execute(f"DROP SCHEMA {REBUILT} CASCADE")
    return untold


async def _note_untold(connection: Connection) -> int:
    """Note in the inbox what was folded and never handled: it is seen from this batch on."""
    count = 0
    for stream in handlers.streams():
        consumer = handlers.durable(stream)
        if await connection.fetchval(HAS_UNTOLD, consumer):
            batch = await number_batch(connection, stream, 0)
            status = await connection.execute(NOTE_HANDLED, consumer, batch)
            count += int(status.rpartition(" ")[2])
    return count


async def _hold_readers(connection: Connection) -> None:
    """Lock the live projections; give a reader way, and try again."""
    began = time.monotonic()
    while True:
        try:
            async with connection.transaction():
                await connection.execute(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}")
                await connection.execute(HOLD_READERS)
            return
        except asyncpg.LockNotAvailableError:
            if time.monotonic() - began > SWAP_SECONDS:
                raise TablesInUse("a reader held a projection all the time: try again") from None
        await asyncio.sleep(AGAIN_SECONDS)
