"""Read what is stored as the live consumers read it."""

from collections.abc import Iterable
from uuid import UUID

from shared.database import Connection
from shared.events.envelope import Envelope, Event, MalformedEvent, parse
from shared.handlers import handle

from reporting.event_handlers import handlers
from reporting.rebuild.streams import Stored

Events = list[Envelope[Event]]
SELECT_APPLIED = """
SELECT event_id FROM public.inbox
WHERE consumer = $1 AND event_id = ANY($2::uuid[])
"""


def parse_stored(stream: str, messages: Iterable[Stored]) -> Events:
    """Return the events; a malformed one is skipped: live it is a dead letter."""
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


async def fold(connection: Connection, events: Events) -> None:
    """Handle the events as the live handlers do, in one commit."""
    async with connection.transaction():
        await handle(handlers, connection, events)


async def applied(connection: Connection, stream: str, events: Events) -> Events:
    """Return those of the events that the live projections have applied, by the inbox."""
    rows = await connection.fetch(
        SELECT_APPLIED, handlers.durable(stream), [event.id for event in events]
    )
    known = {UUID(str(row["event_id"])) for row in rows}
    return [event for event in events if event.id in known]
