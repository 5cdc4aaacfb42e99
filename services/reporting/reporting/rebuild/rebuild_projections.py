"""Fold the streams again beside the live projections, and compare the two byte by byte.

Events may arrive during a rebuild. These steps make the comparison exact all the same:

1. Note the last sequence of each stream, and wait until the live consumers have passed it. Each
   event up to there is now applied or a dead letter.
2. Fold these events into the schema `rebuild`, except the dead letters.
3. Open one transaction, which sees the live projections and the inbox at one moment. Fold those of
   the later events and of the dead letters whose ids are in the inbox. Dump both schemas.

An event that was not delivered to the live projections, or had no effect, shows as a difference.
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

from reporting.event_handlers import handlers
from reporting.rebuild.dump import TABLES, Dump, difference, dump
from reporting.rebuild.streams import Stored, connect, last_sequence, stored

LIVE, REBUILT = "public", "rebuild"
REBUILD_LOCK = 0x5E4501  # an advisory lock
STALLED_SECONDS = 60.0
POLL_SECONDS = 0.1
EVENTS_PER_REPORT = 50_000

Report = Callable[[str], None]
Events = list[Envelope[Event]]


class RebuildRunning(Exception):
    """Another rebuild holds the lock of this database."""


@dataclass(frozen=True)
class Difference:
    """The number of rows of a table that only one of the two schemas has."""

    only_live: int
    only_rebuilt: int


@dataclass(frozen=True)
class RebuildResult:
    """The outcome of a rebuild. `fold_seconds` is the time of the fold, `seconds` of everything.

    The digests are SHA-256 in hexadecimal.
    """

    events: int
    seconds: float
    fold_seconds: float
    identical: bool
    digest_live: str
    digest_rebuilt: str
    differences: dict[str, Difference]


@dataclass
class Reading:
    """How far each stream is read, and the events that are decided on in the comparison."""

    ends: dict[str, int]
    dead_letters: set[str]
    undecided: Events = field(default_factory=list)
    events: int = 0


async def rebuild_projections(
    database: Database,
    settings: Settings,
    report: Report,
    stalled_seconds: float = STALLED_SECONDS,
) -> RebuildResult:
    """Rebuild the projections and compare; the schema `rebuild` stays when they differ.

    Waits for the live consumers, until they have made no progress for `stalled_seconds`. Raises
    `RebuildRunning`, and what nats-py and asyncpg raise when the bus or the database is away.
    """
    began = time.perf_counter()
    bus = await connect(settings)
    try:
        async with _locked(database) as connection:
            ends = {stream: await last_sequence(bus, stream) for stream in handlers.streams()}
            await wait_for_live(bus, ends, report, stalled_seconds)
            reading = Reading(ends, await _dead_letters(connection))
            await _create_tables(connection)
            folding = time.perf_counter()
            await _fold_streams(bus, connection, reading, report)
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
async def _locked(database: Database) -> AsyncIterator[Connection]:
    # One transaction folds years: the statement timeout of use cases must not apply.
    connection = await database.connect(server_settings={})
    try:
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", REBUILD_LOCK):
            raise RebuildRunning("another rebuild is running: wait for its end")
        yield connection
    finally:
        await connection.close()


async def wait_for_live(
    bus: Client, ends: dict[str, int], report: Report, stalled_seconds: float
) -> None:
    """Wait until the live consumers have handled all up to `ends`, or make no progress."""
    moved, before = time.monotonic(), -1
    while time.monotonic() - moved < stalled_seconds:
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
        await asyncio.sleep(POLL_SECONDS)
    report(
        f"the live projections are {before} messages behind and make no progress: comparing anyway"
    )


async def _dead_letters(connection: Connection) -> set[str]:
    """Return the id of each event that became a dead letter, replayed or not."""
    rows = await connection.fetch(
        "SELECT data::json->>'eventId' AS event_id FROM public.outbox WHERE subject = $1",
        f"dead_letters.{handlers.service}",
    )
    return {row["event_id"] for row in rows}


async def _create_tables(connection: Connection) -> None:
    """Create empty projections: unlogged, and with no index but the primary key."""
    await connection.execute(f"DROP SCHEMA IF EXISTS {REBUILT} CASCADE; CREATE SCHEMA {REBUILT}")
    await connection.execute(f"SET search_path = {REBUILT}; SET synchronous_commit = off")
    for table in TABLES:
        keys = ", ".join(table.primary_key.columns.keys())
        await connection.execute(
            f"CREATE UNLOGGED TABLE {table.name}"
            f" (LIKE {LIVE}.{table.name} INCLUDING DEFAULTS, PRIMARY KEY ({keys}))"
        )


async def _fold_streams(
    bus: Client, connection: Connection, reading: Reading, report: Report
) -> None:
    """Fold each stream up to its end; the next batch is read while PostgreSQL writes one."""
    for stream, end in reading.ends.items():
        reported = reading.events
        async for messages in stored(bus, stream, 1, end):
            certain = [
                one for one in messages if one.headers.get("ce-id") not in reading.dead_letters
            ]
            doubtful = [one for one in messages if one.headers.get("ce-id") in reading.dead_letters]
            reading.undecided += _events(stream, doubtful)
            events = _events(stream, certain)
            await _fold(connection, events)
            reading.events += len(events)
            if reading.events - reported >= EVENTS_PER_REPORT:
                reported = reading.events
                report(f"{reported} events folded")
        report(f"{stream}: read up to {end}")


async def _compare(
    bus: Client, connection: Connection, reading: Reading
) -> tuple[Dump, Dump, dict[str, Difference]]:
    """Dump the live and the rebuilt projections as they are at one moment."""
    async with connection.transaction(isolation="repeatable_read"):
        live = await dump(connection, LIVE)
        for stream, end in reading.ends.items():
            async for messages in stored(bus, stream, end + 1, await last_sequence(bus, stream)):
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
    """Return those of the events whose ids are in the inbox of the live projections."""
    rows = await connection.fetch(
        "SELECT event_id FROM public.inbox WHERE event_id = ANY($1::uuid[])",
        [event.id for event in events],
    )
    known = {UUID(str(row["event_id"])) for row in rows}
    return [event for event in events if event.id in known]


async def _fold(connection: Connection, events: Events) -> None:
    """Handle the events as the live handlers do, in one commit."""
    async with connection.transaction():
        await handle(handlers, connection, events)


def _events(stream: str, messages: Iterable[Stored]) -> Events:
    """Parse the messages; a malformed one is skipped: live it is a dead letter."""
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
