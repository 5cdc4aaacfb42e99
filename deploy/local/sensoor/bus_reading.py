"""Reading the streams without taking part: ordered consumers that acknowledge nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import ConsumerConfig, DeliverPolicy

from sensoor.bus_plan import Bus

Reader = JetStreamContext.PushSubscription

LOOK_EVERY = 1.0  # seconds; how soon a broker that was away is noticed
STORED_WITHIN = 10.0  # seconds for the next stored message


@asynccontextmanager
async def broker(there: Bus) -> AsyncIterator[Client]:
    """A connection as the operator, who may read everything and change nothing."""
    connection = await there.connect("operator", max_reconnect_attempts=-1, reconnect_time_wait=0.2)
    try:
        yield connection
    finally:
        await connection.close()


async def stored(connection: Client, streams: list[str], since: datetime) -> AsyncIterator[Msg]:
    """What the streams hold from then on, in the order of the broker's time over all of them."""
    js = connection.jetstream()
    heads: dict[str, Msg] = {}
    readers = {stream: await _reader(js, stream, since) for stream in streams}
    for stream, reader in readers.items():
        info = await reader.consumer_info()
        if info.num_pending or (info.delivered and info.delivered.consumer_seq):
            heads[stream] = await reader.next_msg(timeout=STORED_WITHIN)
    while heads:
        first = min(heads, key=lambda stream: heads[stream].metadata.timestamp)
        message = heads.pop(first)
        yield message
        if message.metadata.num_pending:
            heads[first] = await readers[first].next_msg(timeout=STORED_WITHIN)
    for reader in readers.values():
        await reader.unsubscribe()


async def following(connection: Client, after: dict[str, int]) -> AsyncIterator[Msg]:
    """What comes after these places in the streams, for ever; a broker that goes comes back."""
    queue: asyncio.Queue[Msg] = asyncio.Queue(maxsize=1)
    tasks = [
        asyncio.create_task(_follow(connection, stream, last, queue))
        for stream, last in after.items()
    ]
    try:
        while True:
            yield await queue.get()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def last_places(connection: Client) -> dict[str, int]:
    """Every stream with the sequence of its last message."""
    infos = await connection.jetstream().streams_info()
    return {info.config.name or "": info.state.last_seq for info in infos}


async def _follow(connection: Client, stream: str, last: int, queue: asyncio.Queue[Msg]) -> None:
    js = connection.jetstream()
    reader, connected_for = None, -1
    while not connection.is_closed:
        reconnects = connection.stats["reconnects"]
        if reader is None or reconnects != connected_for:
            # A broker that was away has forgotten its readers.
            with suppress(TimeoutError, nats.errors.Error):
                reader, connected_for = await _reader(js, stream, last + 1), reconnects
        try:
            if reader is None:
                await asyncio.sleep(LOOK_EVERY)
                continue
            message = await reader.next_msg(timeout=LOOK_EVERY)
        except (TimeoutError, nats.errors.Error):
            continue
        if message.metadata.sequence.stream > last:
            last = message.metadata.sequence.stream
            await queue.put(message)


async def _reader(js: JetStreamContext, stream: str, start: datetime | int) -> Reader:
    """From that time, or that place in the stream, on."""
    if isinstance(start, datetime):
        begin = ConsumerConfig(deliver_policy=DeliverPolicy.BY_START_TIME, opt_start_time=start)
    else:
        policy = DeliverPolicy.BY_START_SEQUENCE
        begin = ConsumerConfig(deliver_policy=policy, opt_start_seq=start)
    return await js.subscribe(">", stream=stream, ordered_consumer=True, config=begin)
