"""A help seeker's page: it waits in the queue, chats, and comes back with its token."""

import asyncio
import hashlib
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any

from contacts.words.transcript import Transcript

from demo.chat.connection import UNKNOWN, Changes, Connection, Frame

PATH = "/contacts/help/socket"
RETRY_SECONDS = 3.0
HASH_BITS = 256


class Seeker:
    """One help seeker's page. `run` it; `phase` and `state` are what the service told last.

    `phase` is None before the first `state`, then `waiting`, `answered`, `ended`, `missed`, or
    `unknown`: the service does not know the token any more. `phases` are all that were told, in
    order; `typed` counts how often the listener began to write. `line` is the address of the
    accident line by which it comes.
    """

    def __init__(self, address: str, line: str | None = None) -> None:
        self.connection = Connection(
            address.rstrip("/") + PATH, {}, opened=self._on_open, frame=self._on_frame
        )
        self.words = Transcript("seeker", self.connection.send)
        self._join: Frame = {"type": "join", **({"line": line} if line else {})}
        self.state: Frame = {}
        self.phases: list[str] = []
        self.away = False
        self.handovers: dict[str, str] = {}
        self.typed = 0
        self._token: str | None = None
        self._welcome = False
        self._changes = Changes()
        self._ending = False
        self._proving: asyncio.Task[None] | None = None

    @property
    def phase(self) -> str | None:
        """Return where the chat is."""
        return self.state.get("phase")

    async def until(self, wanted: Callable[[], Any]) -> None:
        """Return once `wanted` is true; raises Over when the chat is over without it."""
        await self._changes.until(wanted)

    async def run(self) -> Frame:
        """Join, and stay connected until it is over; return the last state."""
        retrying = asyncio.create_task(self._retry())
        try:
            code = await self.connection.run()
            if code == UNKNOWN:
                self._take_state({"phase": "unknown"})
            return self.state
        finally:
            retrying.cancel()
            self._changes.tell(over=True)

    def say(self, text: str) -> None:
        """Say a message."""
        self.words.say(text)
        self._changes.tell()

    def look(self) -> None:
        """Tell that what the listener said was in view."""
        self.words.look()

    def end(self) -> None:
        """Leave the queue, or end the chat."""
        self._ending = True
        self.connection.send({"type": "end"})

    def _on_open(self) -> None:
        self._welcome = False
        if self._token is None:
            self.connection.send(self._join)
        else:
            self.connection.send({"type": "resume", "token": self._token})

    def _on_frame(self, frame: Frame) -> None:
        match frame["type"]:
            case "welcome":
                self._token, self._welcome = frame["token"], True
                self.connection.send({"type": "kept"})
                if self._ending:
                    self.end()
            case "state":
                self._take_state({name: frame[name] for name in frame if name != "type"})
            case "there" if self.phase == "answered":
                self.words.connect()
            case "work":
                self._proving = asyncio.create_task(self._prove(**frame))
            case "typing":
                self.typed += 1
            case "handover":
                self.handovers[frame["partner"]] = frame["step"]
            case "say" | "got" | "seen" | "want" | "again":
                self.words.receive(frame)
        if frame["type"] in ("welcome", "state", "away"):
            self.away = frame["type"] == "away"
        self._changes.tell()

    def _take_state(self, state: Frame) -> None:
        self.state = state
        self.phases.append(state["phase"])
        if state["phase"] == "answered":
            self.words.connect()

    async def _prove(self, challenge: str, bits: int, **_: Any) -> None:
        nonce = await asyncio.to_thread(find_nonce, challenge, bits)
        self.connection.send({**self._join, "work": {"challenge": challenge, "nonce": nonce}})

    async def _retry(self) -> None:
        """Ask again for what was lost; and for a place, where the database was away."""
        with suppress(asyncio.CancelledError):
            while True:
                await asyncio.sleep(RETRY_SECONDS)
                if self._ending and self._welcome:
                    self.end()
                if self.phase == "answered":
                    self.words.retry()
                elif self.away and not self._welcome:
                    self._on_open()


def find_nonce(challenge: str, bits: int) -> str:
    """Return a nonce whose hash with the challenge begins with that many zero bits."""
    for number in count():
        digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
        if int.from_bytes(digest, "big") >> (HASH_BITS - bits) == 0:
            return str(number)
    raise AssertionError("no end of numbers")
