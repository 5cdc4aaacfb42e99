"""Subscribing a service's handlers to the bus, and replaying dead letters on request."""

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, NatsMessage, PullSub
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared import bus
from shared.consumer import Consumer, code_of
from shared.database import Database
from shared.handlers import Handlers

log = logging.getLogger(__name__)


async def subscribe(broker: NatsBroker, handlers: Handlers, database: Database) -> None:
    """Subscribe the service's handlers: one durable consumer for each stream that it reads."""
    consumers = {stream: Consumer(handlers, stream, database) for stream in handlers.streams()}
    for stream, consumer in consumers.items():
        broker.subscriber(
            stream=JStream(stream, declare=False),
            durable=consumer.name,
            config=bus.consumer_config(handlers, stream),
            pull_sub=PullSub(batch_size=bus.BATCH, batch=True),
            inbox_prefix=f"{bus.inbox_of(handlers.service)}.".encode(),
            ack_policy=AckPolicy.MANUAL,
            decoder=_as_it_is,
        )(_handler(consumer))

    async def replay(message: Msg) -> None:
        if not message.reply:
            return  # nobody waits for the answer
        try:
            result = await _replay(bus.client_of(broker), consumers, json.loads(message.data))
        except Exception as error:
            log.warning("a replay could not be made", exc_info=True)
            result = code_of(error)
        await message.respond(json.dumps({"result": result}).encode())

    while True:
        try:
            await broker.start()
            break
        except Exception:
            # The consumers are made by one place, which may not have come to it yet.
            log.warning("the consumers are not there yet", exc_info=True)
            await asyncio.sleep(1)
    await bus.client_of(broker).subscribe(
        f"replay.{handlers.service}", queue=handlers.service, cb=replay
    )
    await asyncio.Event().wait()


async def _replay(client: Client, consumers: dict[str, Consumer], asked: dict[str, Any]) -> str:
    stream, sequence = asked["stream"], asked["streamSequence"]
    stored = await client.jetstream(prefix=bus.API).get_msg(stream, sequence, direct=True)
    found = Msg(client, stored.subject or "", "", stored.data or b"", stored.headers)
    return await consumers[stream].replay(found, sequence)


def _handler(consumer: Consumer) -> Callable[[NatsMessage], Coroutine[Any, Any, None]]:
    async def handle(message: NatsMessage) -> None:
        raw: Any = message.raw_message
        try:
            await consumer.handle(raw)
        except Exception:
            # FastStream swallows it. Nothing was acknowledged: the messages come again.
            log.exception("a batch could not be handled", extra={"fields": {"by": consumer.name}})

    return handle


async def _as_it_is(_message: NatsMessage) -> bytes:
    """Leave decoding to the consumer: it validates each message by itself."""
    return b""
