"""The bus: NATS JetStream by FastStream. Streams and consumers are made by one place, not here."""

import asyncio
import json
import logging
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import nats
from faststream.nats import NatsBroker
from faststream.nats.security import NatsCredentials
from faststream.nats.subscriber.usecases import stream_pull_subscriber
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig

from shared.handlers import Handlers
from shared.settings import Settings
from shared.telemetry import AWAY

log = logging.getLogger(__name__)

# How the JetStream API is called in the account of a service, a partner or an operator: each
# imports of it what it may use, under this name.
API = "sensoor.js"
MAX_MESSAGE_BYTES = 65_536
# A message in hand is said to be so every third of this; after a kill it comes again.
ACK_WAIT_SECONDS = 10
MAX_IN_HAND = 5_000
BATCH = 500
PULL_SECONDS = 5.0
# The loop of a consumer goes round every six seconds at the least.
HEART_STOPS_SECONDS = 60.0
IN_HAND = float("inf")
END_OF_PULL = {"404", "408", "409"}


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


def login(name: str, credentials: Path, ca: Path | None = None) -> dict[str, Any]:
    """Return the arguments with which a NATS client comes in as `name`, and no other.

    `credentials` is its file (a token and the seed of its key), `ca` the authority of a bus
    behind TLS; without one the system's are trusted. Answers come to its own inbox only.
    """
    given: dict[str, Any] = {
        "user_credentials": str(credentials), "inbox_prefix": inbox_of(name).encode()
    }  # fmt: skip
    return given if ca is None else {**given, "tls": ssl.create_default_context(cafile=ca)}


def inbox_of(name: str) -> str:
    """Return the prefix of the inboxes of a user of the bus."""
    return f"_INBOX_{name}"


async def connect(name: str, settings: Settings, on_closed: Callable[[], None]) -> NatsBroker:
    """Return the FastStream broker of a service, connected, however long that takes.

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
        # What is denied shows here and nowhere else: its text names the subject, never content.
        fields = {"error": type(error).__name__, "detail": str(error)}
        log.warning("the bus reports an error", extra={"fields": fields})

    AWAY.labels("bus").set(1)
    while True:
        broker = NatsBroker(
            settings.nats_url, security=_security(settings), inbox_prefix=inbox_of(name),
            logger=None, graceful_timeout=20, max_reconnect_attempts=-1, reconnect_time_wait=1,
            connect_timeout=2, error_cb=failed, js_options={"prefix": API},
            disconnected_cb=went, reconnected_cb=came, closed_cb=closed,
        )  # fmt: skip
        with suppress(OSError, TimeoutError, nats.errors.Error):
            await asyncio.wait_for(broker.connect(), timeout=5)
            AWAY.labels("bus").set(0)
            return broker
        await asyncio.sleep(0.2)


def _security(settings: Settings) -> NatsCredentials:
    ca = settings.nats_ca
    context = ssl.create_default_context(cafile=ca) if ca else None
    return NatsCredentials(str(settings.nats_credentials), ssl_context=context)


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
        subscriber.beat = time.monotonic()
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
            subscriber.beat = IN_HAND
            await subscriber.consume(events)


def heart_beats(broker: NatsBroker) -> bool:
    """Say whether each consumer goes round its loop, or has events in hand.

    How long those may take the handlers and the database's own time limits say; neither the bus
    nor the database being away stops the heart.
    """
    now = time.monotonic()
    return all(
        now - getattr(subscriber, "beat", now) < HEART_STOPS_SECONDS
        for subscriber in broker.subscribers
    )


stream_pull_subscriber.BatchPullStreamSubscriber._consume_pull = _pull  # type: ignore[method-assign,assignment]
