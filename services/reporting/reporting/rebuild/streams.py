"""Read the streams from their beginning, without a consumer.

Uses JetStream's direct get in batches, by stream sequence: it creates nothing on the broker and
does not affect the live consumers. nats-py has no call for it.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from shared.bus import API, login
from shared.settings import Settings

BATCH = 2_000
SILENT_SECONDS = 10.0


class StreamUnreadable(Exception):
    """The broker answered a direct get with an error status, or sent nothing more."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored message: its sequence in the stream, and what was published."""

    sequence: int
    subject: str
    headers: dict[str, str]
    data: bytes


async def connect(settings: Settings) -> Client:
    """Connect to the bus without reconnecting: calls raise when the bus goes away."""

    async def failed(_error: Exception) -> None:
        return None  # nats-py would print the error; the call that waits raises it

    return await nats.connect(
        settings.nats_url, allow_reconnect=False, connect_timeout=5, error_cb=failed,
        # Left alone, nats-py tries sixty times, two seconds apart, whatever allow_reconnect says.
        max_reconnect_attempts=1, reconnect_time_wait=0.1,
        **login("reporting", settings.nats_credentials, settings.nats_ca),
    )  # fmt: skip


async def last_sequence(bus: Client, stream: str) -> int:
    """Return the sequence of the stream's newest message; 0 when there is none."""
    info = await bus.jetstream(prefix=API).stream_info(stream)
    return int(info.state.last_seq)


async def stored(bus: Client, stream: str, first: int, last: int) -> AsyncIterator[list[Stored]]:
    """Yield the messages with sequences `first` to `last`, in batches and in order.

    Requests the next batch while the caller works on this one. Raises `StreamUnreadable`.
    """
    next_batch = asyncio.create_task(_batch(bus, stream, first))
    try:
        while messages := await next_batch:
            next_batch = asyncio.create_task(_batch(bus, stream, messages[-1].sequence + 1))
            yield [message for message in messages if message.sequence <= last]
            if messages[-1].sequence >= last:
                break
    finally:
        next_batch.cancel()


async def _batch(bus: Client, stream: str, first: int) -> list[Stored]:
    """Return the messages from sequence `first`, at most `BATCH`; none when there are no more."""
    messages: list[Stored] = []
    ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def receive(message: Msg) -> None:
        headers = message.headers or {}
        if "Status" in headers and not message.data:
            if not ended.done():
                ended.set_result(headers["Status"])
            return
        sequence = int(headers["Nats-Sequence"])
        messages.append(Stored(sequence, headers["Nats-Subject"], headers, message.data))

    inbox = bus.new_inbox()
    answers = await bus.subscribe(inbox, cb=receive)
    try:
        request = json.dumps({"seq": first, "batch": BATCH}).encode()
        await bus.publish(f"{API}.DIRECT.GET.{stream}", request, reply=inbox)
        status = await _end(ended, messages, stream)
    finally:
        await answers.unsubscribe()
    if status not in ("204", "404"):  # end of the batch; no message from this sequence on
        raise StreamUnreadable(f"{stream}: status {status}")
    return messages


async def _end(ended: asyncio.Future[str], messages: list[Stored], stream: str) -> str:
    """Return the status that ends a batch; raise `StreamUnreadable` once no more messages come.

    On a broker that has much to do a whole batch may take longer than any one of its messages.
    """
    heard = -1
    while len(messages) > heard:
        heard = len(messages)
        await asyncio.wait([ended], timeout=SILENT_SECONDS)
        if ended.done():
            return ended.result()
    raise StreamUnreadable(f"{stream}: the broker sent nothing for {SILENT_SECONDS:.0f} s")
