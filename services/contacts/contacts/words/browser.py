"""A browser's socket: frames out without waiting, frames in at a bounded rate.

A refusal is told by a frame, and the socket stays. Who sends far too much, or does not read what is
sent, is closed.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import orjson
from fastapi import WebSocket
from shared.database import is_away
from shared.refusals import Refusal
from starlette.websockets import WebSocketDisconnect

from contacts.words.token_bucket import full_bucket

ELSEWHERE, OVER, SILENT, UNKNOWN = 4001, 4002, 4003, 4004
TOO_FAST, FULL = 1008, 1013
FRAMES_A_SECOND, BURST = 20.0, 100.0
MOST_REFUSED = 200
MOST_WAITING = 1000
AWAY = {"type": "away"}
Take = Callable[[str], Awaitable[None]]


class TooFast(Refusal):
    """More frames came than are taken."""

    status = 429


class Browser:
    """One socket; `send` and `close` may be called from anywhere and never wait."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._out: asyncio.Queue[bytes | int] = asyncio.Queue()
        self._bucket = full_bucket(FRAMES_A_SECOND, BURST, time.monotonic())
        self._refused = 0
        self._closing = False

    def send(self, frame: bytes) -> None:
        """Send a frame (JSON) after those before it; who reads none of them is closed."""
        if self._closing:
            return
        if self._out.qsize() < MOST_WAITING:
            self._out.put_nowait(frame)
            return
        while not self._out.empty():
            self._out.get_nowait()
        self.close(FULL)

    def tell(self, frame: dict[str, Any]) -> None:
        """Send a frame of ours."""
        self.send(orjson.dumps(frame))

    def close(self, code: int) -> None:
        """Close the socket after what was sent before; nothing is sent after it."""
        if not self._closing:
            self._closing = True
            self._out.put_nowait(code)

    async def receive(self) -> str:
        """Return the next frame; raises WebSocketDisconnect. Binary frames are no frames here."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        return message.get("text") or ""

    async def serve(self, take: Take) -> None:
        """Take frames until the socket is closed by either side."""
        sending = asyncio.create_task(self._send_all())
        taking = asyncio.create_task(self._take_all(take))
        try:
            await asyncio.wait({sending, taking}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, taking):
                task.cancel()
            done = await asyncio.gather(sending, taking, return_exceptions=True)
        for error in done:
            if isinstance(error, Exception) and not isinstance(error, WebSocketDisconnect):
                raise error

    async def _send_all(self) -> None:
        while True:
            out = await self._out.get()
            if isinstance(out, int):
                with suppress(RuntimeError):  # the other side was first
                    await self._socket.close(out)
                return
            await self._socket.send_text(out.decode())

    async def _take_all(self, take: Take) -> None:
        while True:
            frame = await self.receive()
            try:
                if not self._bucket.take(time.monotonic()):
                    raise TooFast("frames come too fast: send at most twenty a second")
                await take(frame)
            except Refusal as refusal:
                self.refuse(refusal)
            except Exception as error:
                if not is_away(error):
                    raise
                self.tell(AWAY)

    def refuse(self, refusal: Refusal) -> None:
        """Tell what is refused; close on who goes on for long."""
        self._refused += 1
        if self._refused > MOST_REFUSED:
            self.close(TOO_FAST)
            return
        self.tell({"type": "refused", "code": refusal.code(), "detail": refusal.detail})
