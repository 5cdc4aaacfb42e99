"""Fold the streams again beside the live projections; compare the two, or swap them.

Events may arrive during a rebuild. These steps make the outcome exact all the same:

1. Note the last sequence of each stream, and wait until the live consumers have passed it. Each
   event up to there is now applied or a dead letter.
2. Fold these events into the schema `rebuild`, except the dead letters.
3. Fold those of the later events and of the dead letters whose ids are in the inbox: to compare,
   in one transaction, which sees the live projections and the inbox at one moment, and dumps both
   schemas; to swap, while the live consumers wait (`swap_tables.py`).

In a comparison, an event that was not delivered to the live projections, or had no effect, shows
as a difference. After a swap it is in the projections, and in the inbox.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from nats.aio.client import Client
from shared.bus import API
from shared.database import Connection, Database
from shared.settings import Settings

from reporting.event_handlers import handlers
from reporting.rebuild.dump import Dump, difference, dump
from reporting.rebuild.fold_shares import Work, fold_shares, shares_of
from reporting.rebuild.parse_stored import parse_stored
from reporting.rebuild.streams import connect, last_sequence, stored
from reporting.rebuild.swap_tables import Tail, catch_up, swap_tables
from reporting.rebuild.tables_beside import LIVE, REBUILT, create_beside, dress

REBUILD_LOCK = 0x5E4501  # an advisory lock
STALLED_SECONDS = 60.0
POLL_SECONDS = 0.1

Report = Callable[[str], None]


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


@dataclass(frozen=True)
class SwapResult:
    """The outcome of a swap; live consumers had never handled `untold` of the events."""

    events: int
    seconds: float
    fold_seconds: float
    swap_seconds: float
    untold: int


@dataclass(frozen=True)
class Rebuilding:
    """A rebuild whose bulk is folded, with its connections; how long it took, and what is left."""

    bus: Client
    connection: Connection
    tail: Tail
    fold_seconds: float


async def rebuild_projections(
    database: Database,
    settings: Settings,
    report: Report,
    stalled_seconds: float = STALLED_SECONDS,
    processes: int = 1,
) -> RebuildResult:
    """Rebuild the projections and compare; the schema `rebuild` stays when they differ.

    Waits for the live consumers, until they have made no progress for `stalled_seconds`. Raises
    `RebuildRunning`, and what nats-py and asyncpg raise when the bus or the database is away.
    """
    began = time.perf_counter()
    work = database, settings, report, stalled_seconds, processes
    async with _rebuilding(*work, note_untold=False) as rebuilding:
        live, rebuilt, differences = await _compare(rebuilding)
        if not differences:
            await rebuilding.connection.execute(f"DROP SCHEMA {REBUILT} CASCADE")
    return RebuildResult(
        events=rebuilding.tail.events,
        seconds=time.perf_counter() - began,
        fold_seconds=rebuilding.fold_seconds,
        identical=live.whole == rebuilt.whole,
        digest_live=live.whole,
        digest_rebuilt=rebuilt.whole,
        differences=differences,
    )


async def rebuild_and_swap(
    database: Database,
    settings: Settings,
    report: Report,
    stalled_seconds: float = STALLED_SECONDS,
    processes: int = 1,
) -> SwapResult:
    """Rebuild the projections and put them in the place of the live ones.

    Readers and live consumers go on. Raises what `rebuild_projections` raises, and `TablesInUse`.
    """
    began = time.perf_counter()
    work = database, settings, report, stalled_seconds, processes
    async with _rebuilding(*work, note_untold=True) as rebuilding:
        await dress(rebuilding.connection)
        report("the rebuilt projections have their indexes; swapping")
        swapping = time.perf_counter()
        untold = await swap_tables(rebuilding.bus, rebuilding.connection, rebuilding.tail)
    ended = time.perf_counter()
    return SwapResult(
        events=rebuilding.tail.events,
        seconds=ended - began,
        fold_seconds=rebuilding.fold_seconds,
        swap_seconds=ended - swapping,
        untold=untold,
    )


@asynccontextmanager
async def _rebuilding(
    database: Database,
    settings: Settings,
    report: Report,
    stalled_seconds: float,
    processes: int,
    *,
    note_untold: bool,
) -> AsyncIterator[Rebuilding]:
    """Fold the bulk of the streams beside the live projections; yield what goes on from there."""
    bus = await connect(settings)
    try:
        async with _locked(database) as connection:
            ends = {stream: await last_sequence(bus, stream) for stream in handlers.streams()}
            await wait_for_live(bus, ends, report, stalled_seconds)
            work = Work(database.url, settings, await _dead_letters(connection), note_untold)
            await create_beside(connection)
            await connection.execute(f"SET search_path = {REBUILT}")
            began, tail = time.perf_counter(), Tail(ends)
            async for done in fold_shares(shares_of(ends), work, processes):
                tail.events += done.events
                report(f"{done.share.stream}: {tail.events} events folded")
                for place in done.dead_letters:
                    async for letters in stored(bus, done.share.stream, place, place):
                        waiting = tail.pending.setdefault(done.share.stream, [])
                        waiting += parse_stored(done.share.stream, letters)
            yield Rebuilding(bus, connection, tail, time.perf_counter() - began)
    finally:
        await bus.close()


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
        f"the live projections are {before} messages behind and make no progress: going on anyway"
    )


async def _dead_letters(connection: Connection) -> frozenset[str]:
    """Return the id of each event that became a dead letter, replayed or not."""
    rows = await connection.fetch(
        "SELECT data::json->>'eventId' AS event_id FROM public.outbox WHERE subject = $1",
        f"dead_letters.{handlers.service}",
    )
    return frozenset(row["event_id"] for row in rows if row["event_id"])


async def _compare(rebuilding: Rebuilding) -> tuple[Dump, Dump, dict[str, Difference]]:
    """Dump the live and the rebuilt projections as they are at one moment."""
    connection = rebuilding.connection
    async with connection.transaction(isolation="repeatable_read"):
        live = await dump(connection, LIVE)
        await catch_up(rebuilding.bus, connection, rebuilding.tail)
        rebuilt = await dump(connection, REBUILT)
        names = [name for name in live.tables if live.tables[name] != rebuilt.tables[name]]
        differences = {
            name: Difference(*await difference(connection, name, LIVE, REBUILT)) for name in names
        }
    return live, rebuilt, differences
