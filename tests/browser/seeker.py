"""A help seeker without a browser: speaks with the service as the page does (docs/chat.md)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from contacts.words.transcript import Transcript
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.browser.site import Site
from tests.waiting import eventually

RETRY_SECONDS = 0.5


@dataclass
class Seeker:
    """One help seeker; `phase` is as the service says, `handovers` the steps that it told."""

    socket: ClientConnection
    phase: str = "new"
    typing: int = 0
    handovers: list[str] = field(default_factory=list)
    words: Transcript = field(init=False)
    _sending: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.words = Transcript("seeker", self.send)

    def send(self, frame: dict[str, Any]) -> None:
        """Send a frame; what the line does not take is lost."""

        async def sent() -> None:
            with suppress(ConnectionClosed):
                await self.socket.send(json.dumps(frame))

        task = asyncio.create_task(sent())
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def say(self, text: str) -> None:
        """Say a message."""
        self.words.say(text)

    def heard(self) -> list[str]:
        """Return what the listener said."""
        return [word.text for word in self.words.log if word.by == "listener"]

    async def leave(self) -> None:
        """End the chat, or leave the queue."""
        self.send({"type": "end"})
        await self.until("ended", "missed")

    async def until(self, *phases: str) -> None:
        """Wait until the service tells one of these phases."""

        async def there() -> bool:
            return self.phase in phases

        await eventually(there)

    async def listen(self) -> None:
        """Take what comes, until the socket is closed."""
        with suppress(ConnectionClosed):
            async for data in self.socket:
                self._take(json.loads(data))

    async def ask_again(self) -> None:
        """Ask for what was lost, every now and then."""
        while True:
            await asyncio.sleep(RETRY_SECONDS)
            if self.phase == "answered":
                self.words.retry()

    def _take(self, frame: dict[str, Any]) -> None:
        kind = frame["type"]
        if kind == "welcome":
            self.send({"type": "kept"})
        elif kind == "state":
            was, self.phase = self.phase, frame["phase"]
            if self.phase == "answered" != was:
                self.words.connect()
        elif kind == "there":
            self.words.connect()
        elif kind == "typing":
            self.typing += 1
        elif kind == "handover":
            self.handovers.append(frame["step"])
        else:
            self.words.receive(frame)


@asynccontextmanager
async def seeking(site: Site) -> AsyncIterator[Seeker]:
    """Ask for somebody; who still waits or chats at the end leaves."""
    address = f"{site.address.replace('http', 'ws', 1)}/contacts/help/socket"
    async with connect(address, origin=site.address, proxy=None) as socket:
        seeker = Seeker(socket)
        tasks = [asyncio.create_task(seeker.listen()), asyncio.create_task(seeker.ask_again())]
        seeker.send({"type": "join"})
        try:
            await seeker.until("waiting", "answered", "missed")
            yield seeker
        finally:
            if seeker.phase in ("waiting", "answered"):
                await seeker.leave()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
