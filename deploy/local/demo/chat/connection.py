"""A browser's socket: opened again by itself, after growing and uneven delays."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus

Frame = dict[str, Any]

ELSEWHERE, OVER, UNKNOWN = 4001, 4002, 4004
FINAL = (ELSEWHERE, OVER, UNKNOWN)
FIRST_DELAY, LONGEST_DELAY = 0.2, 5.0
OPEN_SECONDS = 5.0
SERVER_ERROR, TOO_MANY = 500, 429
MOST_BYTES = 256 * 1024
LOST = (OSError, TimeoutError, EOFError, ConnectionClosed, InvalidHandshake, InvalidMessage)


class Over(Exception):
    """The page is closed: nothing more will come."""


class Changes:
    """Wakes those who wait for something to change."""

    def __init__(self) -> None:
        self.over = False
        self._event = asyncio.Event()

    def tell(self, *, over: bool = False) -> None:
        """Tell that something has changed; `over`: for the last time."""
        self.over = self.over or over
        self._event.set()

    async def until(self, wanted: Callable[[], Any]) -> None:
        """Return once `wanted` is true; raises Over when it will not be any more."""
        while not wanted():
            if self.over:
                raise Over("the page is closed")
            self._event.clear()
            await self._event.wait()


class Connection:
    """A socket at an address, again and again until it is closed for good.

    `opened` is called for each new socket, `frame` with each frame that comes. `delays` are how
    many seconds passed from each loss until the first frame that came afterwards.
    """

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        opened: Callable[[], None],
        frame: Callable[[Frame], None],
    ) -> None:
        self.url = url.replace("http", "ws", 1)
        self.headers = {"Origin": url[: url.index("/", len("https://"))], **headers}
        self.opened, self.frame = opened, frame
        self.delays: list[float] = []
        self._out: asyncio.Queue[Frame] | None = None
        self._socket: ClientConnection | None = None
        self._failures = 0
        self._lost_at: float | None = time.monotonic()
        self._spoke = self._closing = False

    @property
    def connected(self) -> bool:
        """Return whether a frame has come by the socket that is open now."""
        return self._socket is not None and self._lost_at is None

    def send(self, frame: Frame) -> None:
        """Send a frame; it is dropped while there is no socket."""
        if self._out is not None:
            self._out.put_nowait(frame)

    def cut(self) -> None:
        """Cut the line, as a bad network does."""
        if self._socket is not None:
            self._socket.transport.abort()

    def close(self) -> None:
        """Close the socket for good, as who closes the window does."""
        self._closing = True
        self.cut()

    async def run(self) -> int | None:
        """Stay connected; return the close code after which a page does not come back.

        None where it was closed here. Raises InvalidStatus where the service refuses the socket, as
        for a wrong token or origin.
        """
        while True:
            try:
                code = await self._once()
            except LOST as error:
                if _is_refused(error):
                    raise
                code = None
            if code in FINAL:
                return code
            if self._closing:
                return None
            if self._lost_at is None:
                self._lost_at = time.monotonic()
            longest = min(LONGEST_DELAY, FIRST_DELAY * 2**self._failures)
            self._failures += 1
            await asyncio.sleep(longest * random.uniform(0.5, 1.0))  # noqa: S311

    async def _once(self) -> int | None:
        async with connect(
            self.url, additional_headers=self.headers, compression=None, proxy=None,
            open_timeout=OPEN_SECONDS, close_timeout=1, ping_interval=None, max_size=MOST_BYTES,
        ) as socket:  # fmt: skip
            self._socket, self._out = socket, asyncio.Queue()
            sending = asyncio.create_task(_send_all(socket, self._out))
            try:
                self.opened()
                with suppress(ConnectionClosed):
                    while True:
                        self._take(await socket.recv())
                return socket.close_code
            finally:
                self._socket = self._out = None
                sending.cancel()

    def _take(self, data: str | bytes) -> None:
        if self._lost_at is not None and self._spoke:
            self.delays.append(time.monotonic() - self._lost_at)
        self._lost_at, self._spoke = None, True
        self._failures = 0
        self.frame(orjson.loads(data))


def _is_refused(error: Exception) -> bool:
    status = error.response.status_code if isinstance(error, InvalidStatus) else SERVER_ERROR
    return status < SERVER_ERROR and status != TOO_MANY


async def _send_all(socket: ClientConnection, out: "asyncio.Queue[Frame]") -> None:
    with suppress(ConnectionClosed):
        while True:
            await socket.send(orjson.dumps(await out.get()).decode())
