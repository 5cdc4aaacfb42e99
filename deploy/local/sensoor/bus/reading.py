"""Reading the streams without a consumer: stored messages by sequence.

Whoever may create a consumer may also change a service's consumer. The operator therefore reads
page by page with direct get, which changes nothing on the broker.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from shared.bus import API
from shared.events.catalogue import stream_subjects

from sensoor.bus.connection import Bus

PAGE = 256
LOOK_EVERY = 0.25  # seconds between two looks for new messages
EVERYTHING = datetime(1970, 1, 1, tzinfo=UTC)
STORED_WITHIN = 10.0  # seconds for the next stored message


@asynccontextmanager
async def broker(there: Bus) -> AsyncIterator[Client]:
    """Connect as the operator, who may read everything and change nothing."""
    connection = await there.connect("operator", max_reconnect_attempts=-1, reconnect_time_wait=0.2)
    try:
        yield connection
    finally:
        await connection.close()


async def stored(connection: Client, streams: list[str], since: datetime) -> AsyncIterator[Msg]:
    """Yield what the streams hold since then, ordered by the broker's time over all streams."""
    readers = {stream: _stored(connection, stream, since) for stream in streams}
    heads = {stream: await anext(reader, None) for stream, reader in readers.items()}
    while waiting := {stream: head for stream, head in heads.items() if head is not None}:
        first = min(waiting, key=lambda stream: waiting[stream].metadata.timestamp)
        yield waiting[first]
        heads[first] = await anext(readers[first], None)


async def following(connection: Client, after: dict[str, int]) -> AsyncIterator[Msg]:
    """Yield what comes after these sequences, without end; it survives a restart of the broker."""
    places = dict(after)
    while not connection.is_closed:
        for stream, last in places.items():
            with suppress(TimeoutError, nats.errors.Error):
                for message in await _page(connection, stream, last + 1):
                    yield message
                    places[stream] = message.metadata.sequence.stream
        await asyncio.sleep(LOOK_EVERY)


def jetstream(connection: Client, **options: Any) -> JetStreamContext:
    """Return the JetStream context of the operator's account; `options` are those of nats-py."""
    return connection.jetstream(prefix=API, **options)


async def last_places(connection: Client) -> dict[str, int]:
    """Return every stream with the sequence of its last message."""
    js = jetstream(connection)
    return {name: (await js.stream_info(name)).state.last_seq for name in stream_subjects()}


async def _stored(connection: Client, stream: str, since: datetime) -> AsyncIterator[Msg]:
    start: datetime | int = since
    while page := await _page(connection, stream, start):
        for message in page:
            yield message
        start = page[-1].metadata.sequence.stream + 1


async def _page(connection: Client, stream: str, start: datetime | int) -> list[Msg]:
    """Return a page of messages from that time, or that sequence, on; empty at the end."""
    begin = {"start_time": start.isoformat()} if isinstance(start, datetime) else {"seq": start}
    inbox = connection.new_inbox()
    answers = await connection.subscribe(inbox)
    try:
        asked = json.dumps({**begin, "batch": PAGE}).encode()
        await connection.publish(f"{API}.DIRECT.GET.{stream}", asked, reply=inbox)
        page: list[Msg] = []
        while True:
            found = await answers.next_msg(timeout=STORED_WITHIN)
            if "Nats-Sequence" not in (found.headers or {}):
                return page
            page.append(_as_it_was_sent(found))
    finally:
        await answers.unsubscribe()


def _as_it_was_sent(found: Msg) -> Msg:
    """Return the message with its sequence, as a consumer would deliver it."""
    said = found.headers or {}
    stream, sequence = said["Nats-Stream"], said["Nats-Sequence"]
    time = datetime.fromisoformat(said["Nats-Time-Stamp"])
    nanoseconds = int(time.timestamp() * 1e6) * 1000
    place = f"$JS.ACK.{stream}.direct.1.{sequence}.{sequence}.{nanoseconds}.0"
    return Msg(found._client, said["Nats-Subject"], place, found.data, found.headers)
