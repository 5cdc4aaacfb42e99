"""Fold the streams anew beside the live projections, and compare the two byte by byte.

What must be in the rebuilt projections is known exactly, whatever arrives meanwhile:

1. The live consumers have passed the place where each stream ended at the start: each event up
   to there was applied or set aside as a dead letter.
2. Those are folded into the schema `rebuild`, all but the dead letters.
3. One transaction sees the live projections and the inbox at one moment. Of the later events and
   the dead letters, those that the inbox knows by then are folded too. Then both are dumped.

An event that was never delivered live, or had no effect, is thereby a difference.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from nats.aio.client import Client
from shared.bus import API
from shared.database import Connection, Database
from shared.events.envelope import Envelope, Event, MalformedEvent, parse
from shared.handlers import handle
from shared.settings import Settings

from reporting.dump import TABLES, Dump, difference, dump
from reporting.event_handlers import handlers
from reporting.streams import Stored, connect, last_place, stored

LIVE, REBUILT = "public", "rebuild"
ONE_AT_A_TIME = 0x5E4501
PATIENCE_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.1
TELL_EVERY = 50_000

Say = Callable[[str], None]
Events = list[Envelope[Event]]


class RebuildRunning(Exception):
    """Another rebuild is under way on this database."""


@dataclass(frozen=True)
class Difference:
    """How many rows of a table only one of the two has."""

    only_live: int
    only_rebuilt: int


@dataclass(frozen=True)
class RebuildResult:
    """What a rebuild found. `fold_seconds` is the folding alone, `seconds` all of it."""

    events: int
    seconds: float
    fold_seconds: float
    identical: bool
    digest_live: str
    digest_rebuilt: str
    differences: dict[str, Difference]


@dataclass
class Reading:
    """How far the streams are to be read, and what cannot be decided before the comparison."""

    ends: dict[str, int]
    letters: set[str]
    undecided: Events = field(default_factory=list)
    events: int = 0


async def rebuild(
    database: Database, settings: Settings, say: Say, patience: float = PATIENCE_SECONDS
) -> RebuildResult:
    """Rebuild the projections and compare; the schema `rebuild` is kept when they differ.

    Waits at most `patience` seconds, as long as nothing moves, for the live consumers. Raises
    `RebuildRunning` when another one is under way.
    """
    began = time.perf_counter()
    bus = await connect(settings)
    try:
        async with _alone(database) as connection:
            ends = {stream: await last_place(bus, stream) for stream in handlers.streams()}
            await _live_has_passed(bus, ends, say, patience)
            reading = Reading(ends, await _dead_letters(connection))
            await _create_tables(connection)
            folding = time.perf_counter()
            await _fold_streams(bus, connection, reading, say)
            fold_seconds = time.perf_counter() - folding
            live, rebuilt, differences = await _compare(bus, connection, reading)
            if not differences:
                await connection.execute(f"DROP SCHEMA {REBUILT} CASCADE")
    finally:
        await bus.close()
    return RebuildResult(
        events=reading.events,
        seconds=time.perf_counter() - began,
        fold_seconds=fold_seconds,
        identical=live.whole == rebuilt.whole,
        digest_live=live.whole,
        digest_rebuilt=rebuilt.whole,
        differences=differences,
    )


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[Connection]:
    # It folds years in one transaction: no time limit of a use case holds here.
    connection = await database.connect(server_settings={})
    try:
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", ONE_AT_A_TIME):
            raise RebuildRunning("another rebuild is under way: wait for its end")
        yield connection
    finally:
        await connection.close()


async def _live_has_passed(bus: Client, ends: dict[str, int], say: Say, patience: float) -> None:
    """Wait until the live consumers have dealt with all up to `ends`, or nothing moves."""
    moved, before = time.monotonic(), -1
    while time.monotonic() - moved < patience:
        behind = 0
        for stream, end in ends.items():
            info = await bus.jetstream(prefix=API).consumer_info(stream, handlers.durable(stream))
            floor = info.ack_floor.stream_seq if info.ack_floor else 0
            idle = info.num_pending == 0 and info.num_ack_pending == 0
            behind += 0 if idle else max(0, end - floor)
        if behind == 0:
            return
        if behind != before:
            moved, before = time.monotonic(), behind
        await asyncio.sleep(LOOK_EVERY_SECONDS)
    say(f"the live projections are {before} messages behind and do not move: comparing anyway")


async def _dead_letters(connection: Connection) -> set[str]:
    """Return the id of each event that was set aside, replayed or not."""
    rows = await connection.fetch(
        "SELECT data::json->>'eventId' AS event_id FROM public.outbox WHERE subject = $1",
        f"dead_letters.{handlers.service}",
    )
    return {row["event_id"] for row in rows}


async def _create_tables(connection: Connection) -> None:
    """Create the projections anew: unlogged, and with no index but the primary key."""
    await connection.execute(f"DROP SCHEMA IF EXISTS {REBUILT} CASCADE; CREATE SCHEMA {REBUILT}")
    await connection.execute(f"SET search_path = {REBUILT}; SET synchronous_commit = off")
    for table in TABLES:
        keys = ", ".join(table.primary_key.columns.keys())
        await connection.execute(
            f"CREATE UNLOGGED TABLE {table.name}"
            f" (LIKE {LIVE}.{table.name} INCLUDING DEFAULTS, PRIMARY KEY ({keys}))"
        )


async def _fold_streams(bus: Client, connection: Connection, reading: Reading, say: Say) -> None:
    """Fold each stream up to its end; the next batch comes in while PostgreSQL writes one."""
    for stream, end in reading.ends.items():
        told = reading.events
        async for messages in stored(bus, stream, 1, end):
            clear = [one for one in messages if one.headers.get("ce-id") not in reading.letters]
            doubtful = [one for one in messages if one.headers.get("ce-id") in reading.letters]
            reading.undecided += _events(stream, doubtful)
            events = _events(stream, clear)
            await _fold(connection, events)
            reading.events += len(events)
            if reading.events - told >= TELL_EVERY:
                told = reading.events
                say(f"{told} events folded")
        say(f"{stream}: read up to {end}")


async def _compare(
    bus: Client, connection: Connection, reading: Reading
) -> tuple[Dump, Dump, dict[str, Difference]]:
    """Dump live and rebuilt projections as they stand at one moment."""
    async with connection.transaction(isolation="repeatable_read"):
        live = await dump(connection, LIVE)
        for stream, end in reading.ends.items():
            async for messages in stored(bus, stream, end + 1, await last_place(bus, stream)):
                reading.undecided += _events(stream, messages)
        applied = await _applied(connection, reading.undecided)
        await _fold(connection, applied)
        reading.events += len(applied)
        rebuilt = await dump(connection, REBUILT)
        names = [name for name in live.tables if live.tables[name] != rebuilt.tables[name]]
        differences = {
            name: Difference(*await difference(connection, name, LIVE, REBUILT)) for name in names
        }
    return live, rebuilt, differences


async def _applied(connection: Connection, events: Events) -> Events:
    """Return those of the events that the live projections had applied at this moment."""
    rows = await connection.fetch(
        "SELECT event_id FROM public.inbox WHERE event_id = ANY($1::uuid[])",
        [event.id for event in events],
    )
    known = {UUID(str(row["event_id"])) for row in rows}
    return [event for event in events if event.id in known]


async def _fold(connection: Connection, events: Events) -> None:
    """Do with the events what the live handlers do, in one commit."""
    async with connection.transaction():
        await handle(handlers, connection, events)


def _events(stream: str, messages: Iterable[Stored]) -> Events:
    """Read the messages; one that is no event of ours is skipped, as live sets it aside."""
    known = handlers.of_stream(stream)
    events: Events = []
    for message in messages:
        event_type = known.get(message.subject)
        if event_type:
            try:
                events.append(parse(event_type, message.headers, message.data))
            except MalformedEvent:
                continue
    return events
