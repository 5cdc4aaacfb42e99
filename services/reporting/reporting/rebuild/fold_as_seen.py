"""Fold the streams again to what the projections had seen at a moment."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nats.aio.client import Client
from shared.database import Connection, Database
from shared.settings import Settings

from reporting.event_handlers import handlers
from reporting.projections.positions import Position, Seen
from reporting.rebuild.dump import TABLES
from reporting.rebuild.parse_stored import applied, fold, parse_stored
from reporting.rebuild.streams import connect, last_sequence, stored
from reporting.rebuild.tables_beside import like_live

COUNT_SEEN = "SELECT count(*) FROM public.inbox WHERE consumer = $1 AND batch <= $2"


class EventsMissing(Exception):
    """The streams no longer hold all the events that were seen."""


@asynccontextmanager
async def folded_as_seen(
    database: Database, settings: Settings, seen: Seen
) -> AsyncIterator[Connection]:
    """Yield a connection to which the projections show what `seen` says, and nothing later.

    On that connection alone the projections are temporary tables, which hide the live ones. Reads
    the streams from their beginning: minutes for millions of events, in bounded memory. Raises
    `EventsMissing`, and what nats-py and asyncpg raise when the bus or the database is away.
    """
    bus = await connect(settings)
    connection = await database.connect(server_settings={})
    try:
        for table in TABLES:
            await connection.execute(f"CREATE TEMP TABLE {table.name} {like_live(table.name)}")
        for stream, position in seen.items():
            await _fold_stream(bus, connection, stream, position)
        for table in TABLES:
            await connection.execute(f"ANALYZE {table.name}")
        yield connection
    finally:
        await connection.close()
        await bus.close()


async def _fold_stream(
    bus: Client, connection: Connection, stream: str, position: Position
) -> None:
    """Fold the events of a stream that were seen.

    A stream that was made anew from the outbox may number them otherwise: where events are
    missing up to the position, the rest of the stream is looked through.
    """
    wanted = await connection.fetchval(COUNT_SEEN, handlers.durable(stream), position.batch)
    found, first = 0, 1
    for last in (position.sequence, await last_sequence(bus, stream)):
        if found >= wanted:
            return
        async for messages in stored(bus, stream, first, last):
            events = parse_stored(stream, messages)
            known = await applied(connection, stream, events, position.batch)
            await fold(connection, known)
            found += len({event.id for event in known})
        first = last + 1
    if found < wanted:
        raise EventsMissing(f"{stream}: {wanted - found} of {wanted} events that were seen")
