"""A help seeker whose browser has no socket: this process is the browser, and a form asks it.

It holds the words of both sides in memory, as a page does, for as long as the form asks. A request
that another process takes begins with nothing there, and asks the listener's browser for them.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import orjson

from contacts.queue.join_queue import Joined
from contacts.queue.keep_connections import Socket
from contacts.words.conversation import Conversations
from contacts.words.transcript import Frame, Transcript

RETRY_SECONDS = 3.0


class FormSeeker:
    """One help seeker's connection: what the form shows, and what it says."""

    def __init__(self, joined: Joined, socket: Socket, conversations: Conversations) -> None:
        self.attempt_id = joined.attempt_id
        self.connection_id = socket.connection_id
        self.conversations = conversations
        self.transcript = Transcript("seeker", self._send)
        self.state: Mapping[str, Any] = {}
        self.handovers: dict[str, str] = {}
        self.is_elsewhere = False
        self.asked_at = time.monotonic()
        self._changed = asyncio.Event()
        self._retried_at = 0.0
        self._out: list[Frame] = []
        self._passing: asyncio.Task[None] | None = None

    @property
    def phase(self) -> str:
        """Return how the queue stands; empty until it was looked at."""
        return str(self.state.get("phase", ""))

    @property
    def is_over(self) -> bool:
        """Return whether the chat has ended, or nobody answered."""
        return self.phase in ("ended", "missed")

    def told(self, state: Mapping[str, Any]) -> None:
        """Take how the queue stands; this comes every second."""
        begins = state["phase"] == "answered" and self.phase != "answered"
        self.state = state
        if begins:
            self.transcript.connect()
        elif self.phase == "answered" and time.monotonic() - self._retried_at > RETRY_SECONDS:
            self._retried_at = time.monotonic()
            self.transcript.retry()
        self._changed.set()

    def tell_handover(self, partner: str, step: str) -> None:
        """Take how far a warm handover is."""
        self.handovers[partner] = step

    def tell_away(self) -> None:
        """Take that the database cannot be reached: an open chat goes on, others wait."""

    def tell_elsewhere(self) -> None:
        """Take that another process goes on with the form."""
        self.is_elsewhere = True
        self._changed.set()

    def take(self, data: bytes) -> None:
        """Take a frame of the listener's browser, or that it has come."""
        frame = orjson.loads(data)
        if frame["type"] == "there":
            self.transcript.connect()
        else:
            self.transcript.receive(frame)
        self._changed.set()

    def say(self, text: str, number: int = 0) -> int:
        """Say something, unless it was said with this number before; return its number."""
        own = [word for word in self.transcript.log if word.by == "seeker"]
        if any((word.n, word.text) == (number, text) for word in own):
            return number
        self.transcript.say(text)
        return len(own) + 1

    async def until(self, condition: Callable[["FormSeeker"], object], within: float) -> bool:
        """Wait for a condition, at most `within` seconds; return whether it holds.

        Waits no longer than until another process goes on with the form.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not (condition(self) or self.is_elsewhere):
                    self._changed.clear()
                    await self._changed.wait()
        return bool(condition(self))

    def _send(self, frame: Frame) -> None:
        self._out.append(frame)
        if self._passing is None or self._passing.done():
            self._passing = asyncio.create_task(self._pass_on())

    async def _pass_on(self) -> None:
        while self._out:
            frame = self._out.pop(0)
            if self.phase == "answered":
                await self.conversations.pass_on(self.attempt_id, "seeker", orjson.dumps(frame))
