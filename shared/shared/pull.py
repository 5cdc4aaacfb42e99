"""Pulling a durable consumer in batches, on the public calls of nats-py.

One request is open at a time. Messages are handled at once, whether the batch is full or not.
FastStream's own loop waits until a batch is full or its time is up (docs/decisions/0012).
"""

import asyncio
import json
import logging
import time
from collections import deque
from contextlib import suppress

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.bus import API
from shared.consumer import Consumer

log = logging.getLogger(__name__)

BATCH = 500
PULL_SECONDS = 5.0
LOOK_EVERY_SECONDS = 0.1
# The consumer does not exist yet, or its leader moves: pause before the next request.
AGAIN_SECONDS = 1.0
# The loop runs at least every six seconds; while it waits or works, the beat is renewed more
# often than the time limit of a commit.
HEART_STOPS_SECONDS = 60.0
NOTHING_CAME, TIME_IS_UP = "404", "408"


class Pull:
    """The pulling of one consumer, from `run` to `leave`."""

    def __init__(self, bus: Client, consumer: Consumer) -> None:
        self.bus = bus
        self.consumer = consumer
        self._arrived: deque[Msg] = deque()
        self._woken = asyncio.Event()
        self._leaving = False
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Pull and handle until `leave`; then handle what was delivered, and return."""
        inbox = self.bus.new_inbox()
        delivered = await self.bus.subscribe(inbox, cb=self._receive)
        open_for = 0
        while not self._leaving:
            self.consumer.beat = time.monotonic()
            if not self.bus.is_connected:
                open_for = 0
            elif open_for <= 0:
                await self._ask(inbox)
                open_for = BATCH
            await self._wait()
            events, status = self._take()
            open_for = 0 if status or not events else open_for - len(events)
            await self._handle(events)
            if status not in (None, NOTHING_CAME, TIME_IS_UP):
                log.warning(
                    "the bus delivers nothing just now",
                    extra={"fields": {"consumer": self.consumer.name, "status": status}},
                )
                await asyncio.sleep(AGAIN_SECONDS)
        if self.bus.is_connected:
            await delivered.drain()  # type: ignore[no-untyped-call]
        # An event left behind would come again only after its ack wait, and count as a failure.
        while self._arrived:
            await self._handle(self._take()[0])
        self._ended.set()

    async def leave(self, within: float) -> None:
        """Stop deliveries, and wait until what was delivered is handled."""
        self._leaving = True
        self._woken.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._ended.wait()

    def beats(self) -> bool:
        """Return whether the loop runs, or works within its time limits."""
        return time.monotonic() - self.consumer.beat < HEART_STOPS_SECONDS

    async def _receive(self, message: Msg) -> None:
        self._arrived.append(message)
        self._woken.set()

    async def _ask(self, inbox: str) -> None:
        request = json.dumps({"batch": BATCH, "expires": int(PULL_SECONDS * 1e9)}).encode()
        subject = f"{API}.CONSUMER.MSG.NEXT.{self.consumer.stream}.{self.consumer.name}"
        with suppress(nats.errors.Error):  # the connection was lost: ask again once it is back
            await self.bus.publish(subject, request, reply=inbox)

    async def _wait(self) -> None:
        if self._arrived or self._leaving:
            return
        self._woken.clear()
        with suppress(TimeoutError):
            connected = self.bus.is_connected
            async with asyncio.timeout(PULL_SECONDS + 1 if connected else LOOK_EVERY_SECONDS):
                await self._woken.wait()

    def _take(self) -> tuple[list[Msg], str | None]:
        """Take at most a batch of the messages: the events, and the broker's last status."""
        events: list[Msg] = []
        status = None
        while self._arrived and len(events) < BATCH:
            message = self._arrived.popleft()
            said = (message.headers or {}).get("Status")
            if said is None:
                events.append(message)
            else:
                status = said
        return events, status

    async def _handle(self, events: list[Msg]) -> None:
        if not events:
            return
        try:
            await self.consumer.handle(events)
        except Exception:
            # Nothing was acknowledged: the messages are delivered again.
            log.exception(
                "a batch could not be handled", extra={"fields": {"by": self.consumer.name}}
            )
