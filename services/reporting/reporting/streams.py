"""Reading the streams from their beginning, beside the live consumers and without one.

Stored messages are asked for by their place (JetStream's direct get, in batches): it leaves
nothing behind on the broker and takes nothing from anybody. nats-py has no call for it.
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
ANSWER_SECONDS = 10


class StreamUnreadable(Exception):
    """The broker did not give the messages; `code` is its status."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A message as it is kept: its place in the stream, and what was published."""

    place: int
    subject: str
    headers: dict[str, str]
    data: bytes


async def connect(settings: Settings) -> Client:
    """Connect to the bus for one reading; raises at once, or during it, when the bus is away."""

    async def failed(_error: Exception) -> None:
        return None  # nats-py would print it; what matters is raised where it is waited for

    return await nats.connect(
        settings.nats_url, allow_reconnect=False, connect_timeout=5, error_cb=failed,
        # Left alone, nats-py tries sixty times, two seconds apart, whatever allow_reconnect says.
        max_reconnect_attempts=1, reconnect_time_wait=0.1,
        **login("reporting", settings.nats_credentials, settings.nats_ca),
    )  # fmt: skip


async def last_place(bus: Client, stream: str) -> int:
    """Return the place of the stream's newest message; 0 when there is none."""
    info = await bus.jetstream(prefix=API).stream_info(stream)
    return int(info.state.last_seq)


async def stored(bus: Client, stream: str, first: int, last: int) -> AsyncIterator[list[Stored]]:
    """Yield the messages from `first` to `last`, in batches and in order.

    The next batch is under way while the caller works on the one before.
    """
    asked = asyncio.create_task(_batch(bus, stream, first))
    try:
        while messages := await asked:
            asked = asyncio.create_task(_batch(bus, stream, messages[-1].place + 1))
            yield [message for message in messages if message.place <= last]
            if messages[-1].place >= last:
                break
    finally:
        asked.cancel()


async def _batch(bus: Client, stream: str, first: int) -> list[Stored]:
    """Return the messages from `first` on, at most `BATCH`; none when there are no more."""
    messages: list[Stored] = []
    ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def receive(message: Msg) -> None:
        headers = message.headers or {}
        if "Status" in headers and not message.data:
            if not ended.done():
                ended.set_result(headers["Status"])
            return
        place = int(headers["Nats-Sequence"])
        messages.append(Stored(place, headers["Nats-Subject"], headers, message.data))

    inbox = bus.new_inbox()
    answers = await bus.subscribe(inbox, cb=receive)
    try:
        request = json.dumps({"seq": first, "batch": BATCH}).encode()
        await bus.publish(f"{API}.DIRECT.GET.{stream}", request, reply=inbox)
        status = await asyncio.wait_for(ended, ANSWER_SECONDS)
    finally:
        await answers.unsubscribe()
    if status not in ("204", "404"):  # the batch's end; nothing at this place or after it
        raise StreamUnreadable(f"{stream}: status {status}")
    return messages
