"""The bus: NATS JetStream by FastStream. Streams and consumers come from one catalogue in code."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import nats
from faststream.nats import NatsBroker
from faststream.nats.subscriber.usecases import stream_pull_subscriber
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)  # fmt: skip
from nats.js.errors import NotFoundError

from shared.handlers import Handlers
from shared.telemetry import AWAY

log = logging.getLogger(__name__)

STREAMS = {
    "CONTACTS": "contacts.>",
    "BILLING": "billing.>",
    "VOLUNTEERS": "volunteers.>",
    "PARTNER_113ONLINE": "partners.113online.>",
    "DEAD_LETTERS": "dead_letters.>",
}
MAX_MESSAGE_BYTES = 65_536
# The relay may publish again what it had published before it was killed: a whole day of ids is
# remembered, so that an outage of hours makes no duplicate.
DUPLICATE_WINDOW_SECONDS = 86_400
# A message in hand is said to be so every third of this; after a kill it comes again.
ACK_WAIT_SECONDS = 10
MAX_IN_HAND = 5_000
BATCH = 500
PULL_SECONDS = 5.0
END_OF_PULL = {"404", "408", "409"}


def stream_config(stream: str, replicas: int = 1) -> StreamConfig:
    """Return how a stream is kept: everything, on disk, new messages refused when it is full."""
    return StreamConfig(
        name=stream,
        subjects=[STREAMS[stream]],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_msg_size=MAX_MESSAGE_BYTES,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
        num_replicas=replicas,
        allow_atomic=True,
        allow_direct=True,
    )


def consumer_config(handlers: Handlers, stream: str) -> ConsumerConfig:
    """Return a service's durable consumer of a stream.

    Deliveries are not limited: outages count as deliveries too, so failures are counted in the
    service's database instead (consumer.py).
    """
    return ConsumerConfig(
        durable_name=handlers.durable(stream),
        filter_subjects=sorted(handlers.of_stream(stream)),
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT_SECONDS,
        max_ack_pending=MAX_IN_HAND,
        max_deliver=-1,
    )


async def provision(nats_url: str, services: Iterable[Handlers]) -> None:
    """Make or update every stream and every consumer; run by one place, never by a service."""
    connection = await nats.connect(nats_url)
    try:
        js = connection.jetstream()
        for stream in STREAMS:
            try:
                await js.stream_info(stream)
                await js.update_stream(stream_config(stream))
            except NotFoundError:
                await js.add_stream(stream_config(stream))
        for handlers in services:
            for stream in handlers.streams():
                await js.add_consumer(stream, consumer_config(handlers, stream))
    finally:
        await connection.close()


async def connect(url: str, on_closed: Callable[[], None]) -> NatsBroker:
    """Return a FastStream broker that is connected, however long that takes.

    `on_closed` is called when the connection is closed for good (an expired credential does
    that): the process must end then, for it would look alive and handle nothing.
    """

    async def went() -> None:
        AWAY.labels("bus").set(1)
        log.warning("the bus is away")

    async def came() -> None:
        AWAY.labels("bus").set(0)
        log.info("the bus is back")

    async def closed() -> None:
        on_closed()

    async def failed(error: Exception) -> None:
        log.warning("the bus reports an error", extra={"fields": {"error": type(error).__name__}})

    AWAY.labels("bus").set(1)
    while True:
        broker = NatsBroker(
            url, logger=None, graceful_timeout=20, max_reconnect_attempts=-1,
            reconnect_time_wait=1, connect_timeout=2, error_cb=failed,
            disconnected_cb=went, reconnected_cb=came, closed_cb=closed,
        )  # fmt: skip
        with suppress(OSError, TimeoutError, nats.errors.Error):
            await asyncio.wait_for(broker.connect(), timeout=5)
            AWAY.labels("bus").set(0)
            return broker
        await asyncio.sleep(0.2)


def client_of(broker: NatsBroker) -> Client:
    """Return the NATS connection of a broker that is connected."""
    return broker.connection


def _take(inbox: Any) -> Msg:
    """Take a message that has come, as `next_msg` does, without its two tasks a message."""
    message: Msg = inbox._pending_queue.get_nowait()
    inbox._pending_queue.task_done()
    inbox._pending_size -= len(message.data)
    return message


async def _pull(subscriber: Any) -> None:
    """Pull batches without waiting for one to fill, and keep one request open.

    Takes the place of FastStream 0.7.8's loop, which waits until a batch is full or its time is
    up, loses what came in when nats-py raises the builtin TimeoutError, and spins without
    yielding once the connection is closed.
    """
    pull = subscriber.subscription
    size = subscriber.pull_sub.batch_size
    inbox, connection = pull._sub, subscriber.connection
    request = json.dumps({"batch": size, "expires": int(PULL_SECONDS * 1e9)}).encode()
    open_for = 0
    while subscriber.running:
        if not connection.is_connected:
            open_for = 0
            if not inbox.pending_msgs:
                await asyncio.sleep(0.1)
                continue
        elif open_for <= 0:
            await connection.publish(pull._nms, request, pull._deliver)
            open_for = size
        messages: list[Msg] = []
        with suppress(TimeoutError, nats.errors.TimeoutError, nats.errors.ConnectionClosedError):
            if not inbox.pending_msgs:
                messages.append(await inbox.next_msg(timeout=PULL_SECONDS + 1))
            # What was delivered is handled, be the bus away by now.
            while inbox.pending_msgs and len(messages) < size:
                messages.append(_take(inbox))
        ended = [m for m in messages if (m.headers or {}).get("Status") in END_OF_PULL]
        events = [m for m in messages if not (m.headers or {}).get("Status")]
        open_for = 0 if ended or not messages else open_for - len(events)
        if events:
            await subscriber.consume(events)


stream_pull_subscriber.BatchPullStreamSubscriber._consume_pull = _pull  # type: ignore[method-assign,assignment]
