"""Fold the streams again to what the projections had seen at a moment, and on to later ones."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from nats.aio.client import Client
from shared.database import Connection, Database
from shared.settings import Settings

from reporting.event_handlers import handlers
from reporting.projections.positions import Position, Seen
from reporting.rebuild.dump import TABLES
from reporting.rebuild.parse_stored import Events, fold, parse_stored
from reporting.rebuild.streams import connect, last_sequence, stored
from reporting.rebuild.tables_beside import like_live

SEEN_BETWEEN = "FROM public.inbox WHERE consumer = $1 AND batch > $2 AND batch <= $3"
COUNT_SEEN = f"SELECT count(*) {SEEN_BETWEEN}"
SELECT_SEEN = f"SELECT event_id {SEEN_BETWEEN} AND event_id = ANY($4::uuid[])"
NOTHING = Position(sequence=0, batch=-1)  # batch 0: applied before there were numbers

FoldTo = Callable[[Seen], Awaitable[Connection]]


class EventsMissing(Exception):
    """The streams no longer hold all the events that were seen."""


@asynccontextmanager
async def folded_as_seen(
    database: Database, settings: Settings, seen: Seen
) -> AsyncIterator[Connection]:
    """Yield a connection to which the projections show what `seen` says, and nothing later.

    As `folding_as_seen` says, of one moment.
    """
    async with folding_as_seen(database, settings) as fold_to:
        yield await fold_to(seen)


@asynccontextmanager
async def folding_as_seen(database: Database, settings: Settings) -> AsyncIterator[FoldTo]:
    """Yield what folds on to a moment, and returns a connection that shows it.

    The moments are given in their order. On that connection alone the projections are temporary
    tables, which hide the live ones. Reads the streams once: minutes for millions of events, in
    bounded memory. Folding raises `EventsMissing`, and what nats-py and asyncpg raise when the bus
    or the database is away.
    """
    bus = await connect(settings)
    connection = await database.connect(server_settings={})
    folded: dict[str, Position] = {}

    async def fold_to(seen: Seen) -> Connection:
        for stream, position in seen.items():
            await _fold_stream(bus, connection, stream, folded.get(stream, NOTHING), position)
            folded[stream] = position
        for table in TABLES:
            await connection.execute(f"ANALYZE {table.name}")
        return connection

    try:
        for table in TABLES:
            await connection.execute(f"CREATE TEMP TABLE {table.name} {like_live(table.name)}")
        yield fold_to
    finally:
        await connection.close()
        await bus.close()


async def _fold_stream(
    bus: Client, connection: Connection, stream: str, after: Position, until: Position
) -> None:
    """Fold the events of a stream that were seen after one position and up to another.

    An event may have been handled long after its place in the stream, and a stream that was made
    anew from the outbox may number them otherwise: where events are missing between the two
    positions, the rest of the stream is looked through.
    """
    between = (handlers.durable(stream), after.batch, until.batch)
    wanted = await connection.fetchval(COUNT_SEEN, *between)
    found = 0
    for first, last in (
        (after.sequence + 1, until.sequence),
        (1, after.sequence),
        (until.sequence + 1, await last_sequence(bus, stream)),
    ):
        if found >= wanted:
            return
        if first <= last:
            async for messages in stored(bus, stream, first, last):
                events = parse_stored(stream, messages)
                known = await _seen(connection, between, events)
                await fold(connection, known)
                found += len({event.id for event in known})
    if found < wanted:
        raise EventsMissing(f"{stream}: {wanted - found} of {wanted} events that were seen")


async def _seen(connection: Connection, between: tuple[str, int, int], events: Events) -> Events:
    rows = await connection.fetch(SELECT_SEEN, *between, [event.id for event in events])
    known = {UUID(str(row["event_id"])) for row in rows}
    return [event for event in events if event.id in known]
