"""The ids that the bus and the databases hold; reading changes nothing."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import orjson
from nats.aio.client import Client
from sensoor.bus.reading import EVERYTHING, jetstream, stored
from shared.events.envelope import stream_of

BROKER_SECONDS = 10.0
DEAD_LETTERS = "DEAD_LETTERS"


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a stream: its sequence, its subject, the event's id, and all of it."""

    place: int
    subject: str
    event_id: str
    data: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outbox:
    """A service's outbox: the events of each stream, and those that the broker refused."""

    events: Mapping[str, set[str]]
    refused: set[str]


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Any]:
    """Open a connection to a database, and close it."""
    connection = await asyncpg.connect(url, timeout=BROKER_SECONDS)
    try:
        yield connection
    finally:
        await connection.close()


async def read_stream(bus: Client, stream: str) -> list[Message]:
    """Return what a stream holds now, in order."""
    there = (await jetstream(bus).stream_info(stream)).state.messages
    messages = [
        Message(
            found.metadata.sequence.stream, found.subject,
            (found.headers or {}).get("ce-id", ""), found.data, found.headers or {},
        )
        async for found in stored(bus, [stream], EVERYTHING)
    ]  # fmt: skip
    if len(messages) < there:
        # A reconnection lost messages: the caller reads it again.
        raise ConnectionError(f"{stream} was not read whole")
    return messages


async def read_outbox(url: str) -> Outbox:
    """Return the events that a service has recorded, by the stream that is to hold them."""
    events: dict[str, set[str]] = {}
    refused = set()
    async with connected(url) as database:
        rows = await database.fetch("SELECT event_id::text, subject, refused FROM public.outbox")
    for event_id, subject, why in rows:
        if why is None:
            events.setdefault(stream_of(subject), set()).add(event_id)
        else:
            refused.add(event_id)
    return Outbox(events, refused)


async def read_inbox(url: str) -> dict[str, set[str]]:
    """Return the events that each consumer of a service has handled."""
    handled: dict[str, set[str]] = {}
    async with connected(url) as database:
        rows = await database.fetch("SELECT consumer, event_id::text FROM public.inbox")
    for consumer, event_id in rows:
        handled.setdefault(consumer, set()).add(event_id)
    return handled


async def read_rows(url: str, query: str) -> dict[str, int]:
    """Return rows of a key and an amount."""
    async with connected(url) as database:
        return {str(key): int(amount) for key, amount in await database.fetch(query)}


async def read_letters(bus: Client) -> list[tuple[str, str, int]]:
    """Return the consumer of each dead letter, and the stream and sequence of its event."""
    letters = []
    for message in await read_stream(bus, DEAD_LETTERS):
        told = orjson.loads(message.data)
        letters.append((told["consumer"], told["stream"], told["streamSequence"]))
    return letters


async def by_name(urls: Mapping[str, str], read: Any) -> dict[str, Any]:
    """Read each service's database with `read`, side by side."""
    found = await asyncio.gather(*(read(url) for url in urls.values()))
    return dict(zip(urls, found, strict=True))
