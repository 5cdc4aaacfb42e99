"""Raw JetStream: messages of the same size published in atomic batches, and fetched in batches.

`python -m benchmarks.raw publish|fetch <nats url>`; the least that any way of an event takes.
"""

import asyncio
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

import nats.errors
import orjson
import uvloop
from nats.aio.client import Client
from nats.js import JetStreamContext

from benchmarks.bus import connect
from benchmarks.by_hand.__main__ import answer, commanded
from benchmarks.by_hand.registering import event_row, registration

STREAM, SUBJECT, DURABLE = "RAW", "raw.contact_handled.v1", "fetch"
BATCH = 500
Message = tuple[str, bytes, dict[str, str]]


def message(seed: int) -> Message:
    """Return a message like that of a contact: subject, data and headers."""
    given = registration(seed)
    _, _, headers, data = event_row(uuid4(), uuid4(), given, datetime.now(UTC))
    return SUBJECT, data.encode(), orjson.loads(headers)


async def publish_atomically(bus: Client, messages: Iterable[Message]) -> None:
    """Publish at most 1,000 messages to one stream, all or none (NATS ADR-50)."""
    waiting, batch = list(messages), uuid4().hex
    for place, (subject, data, headers) in enumerate(waiting, start=1):
        attributes = {**headers, "Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(place)}
        if place == len(waiting):
            attributes["Nats-Batch-Commit"] = "1"
        if place in (1, len(waiting)):
            said = await bus.request(subject, data, timeout=10, headers=attributes)
            if said.data and "error" in orjson.loads(said.data):
                raise RuntimeError(f"the broker refused: {said.data.decode()}")
        else:
            await bus.publish(subject, data, headers=attributes)


async def fetch_all(subscription: JetStreamContext.PullSubscription) -> None:
    """Fetch and acknowledge for ever."""
    while True:
        with suppress(TimeoutError, nats.errors.TimeoutError):
            for fetched in await subscription.fetch(BATCH, timeout=0.25):
                await fetched.ack()


async def main(role: str, nats_url: str) -> None:
    """Publish when told to, or fetch all the time."""
    bus = await connect(nats_url)
    js = bus.jetstream()
    fetching: asyncio.Task[None] | None = None
    if role == "fetch":
        fetching = asyncio.create_task(fetch_all(await js.pull_subscribe_bind(DURABLE, STREAM)))
    answer("ready")
    while command := await commanded():
        messages = [message(seed) for seed in range(command["register"])]
        began = time.monotonic()
        for first in range(0, len(messages), BATCH):
            await publish_atomically(bus, messages[first : first + BATCH])
        answer({"began": began, "ended": time.monotonic()})
    if fetching:
        fetching.cancel()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
