"""A service's subscription to the bus: pull its consumers, and replay dead letters."""

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from faststream.nats import NatsBroker, NatsMessage
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared import bus
from shared.consumer import Consumer, code_of
from shared.database import Database
from shared.handlers import Handlers
from shared.pull import Pull

log = logging.getLogger(__name__)


class EventMoved(Exception):
    """Another event has this sequence: the stream was rebuilt."""


def pulls_of(broker: NatsBroker, handlers: Handlers, database: Database) -> list[Pull]:
    """Return what to pull: one durable consumer for each stream that the service reads."""
    client = bus.client_of(broker)
    return [Pull(client, Consumer(handlers, stream, database)) for stream in handlers.streams()]


async def subscribe(broker: NatsBroker, service: str, pulls: Sequence[Pull]) -> None:
    """Pull without end, and answer an operator's requests for a replay."""
    consumers = {pull.consumer.stream: pull.consumer for pull in pulls}

    @broker.subscriber(f"replay.{service}", queue=service, no_reply=True)
    async def replay(message: NatsMessage) -> None:
        if not message.reply_to:
            return  # nobody waits for the answer
        try:
            result = await _replay(bus.client_of(broker), consumers, json.loads(message.body))
        except Exception as error:
            log.warning("a replay could not be made", exc_info=True)
            result = code_of(error)
        await broker.publish({"result": result}, message.reply_to)

    await broker.start()
    await asyncio.gather(*(pull.run() for pull in pulls))


async def _replay(client: Client, consumers: dict[str, Consumer], asked: dict[str, Any]) -> str:
    stream, sequence = asked["stream"], asked["streamSequence"]
    stored = await client.jetstream(prefix=bus.API).get_msg(stream, sequence, direct=True)
    event_id = asked.get("eventId")
    if event_id and (stored.headers or {}).get("ce-id") != str(UUID(event_id)):
        raise EventMoved
    found = Msg(client, stored.subject or "", "", stored.data or b"", stored.headers)
    return await consumers[stream].replay(found)
