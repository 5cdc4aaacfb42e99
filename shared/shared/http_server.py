"""The HTTP server: uvicorn, with limits on what a connection may send (decision 0011)."""

import asyncio
from enum import Enum
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from shared import socket_server
from shared.http_headers import ON_ANSWERS
from shared.http_problems import answer

LIVE = "sensoor.live"  # in a request's scope: its answer is a stream without an end
MOST_HEAD_BYTES = 32 * 1024
HEAD_SECONDS = 10.0
BODY_SECONDS = 60.0
# How long a refused client may go on sending: closed at once, it would not read the reason.
LINGER_SECONDS = 2.0
REFUSALS = {
    400: ("bad-request", "Bad request", "this is no HTTP request"),
    408: ("too-slow", "Too slow", "the request did not arrive in time: send it again"),
    431: ("head-too-large", "Head too large",
          f"an address and headers have at most {MOST_HEAD_BYTES} bytes together"),
}  # fmt: skip


class Phase(Enum):
    """The part of a request that a connection is sending."""

    NOTHING = 1
    HEAD = 2
    BODY = 3
    REFUSED = 4
    UPGRADED = 5


class HeadTooLarge(Exception):
    """The address and the headers are longer than `MOST_HEAD_BYTES`."""


class BoundedProtocol(HttpToolsProtocol):
    """A connection whose requests are refused when they are too large, or too slow to arrive.

    Without it the parser copies an endless header repeatedly, and no timer covers a request that
    has begun. It uses only uvicorn's callbacks and the current cycle.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self.phase = Phase.NOTHING
        self.fault = 400
        # Bytes of a head, or of chunk framing, since the last complete one.
        self.unfinished = 0
        self.deadline: asyncio.TimerHandle | None = None
        self._limit(HEAD_SECONDS)

    def shutdown(self) -> None:
        """Let the process leave: a stream without an end is ended, other requests are finished."""
        super().shutdown()
        if self.cycle is not None and self.cycle.scope.get(LIVE):
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Drop the timer with the connection."""
        self._enter(Phase.REFUSED)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse the data if it is within the limits; discard what was refused."""
        if self.phase is Phase.REFUSED:
            return
        if self.phase is Phase.NOTHING:
            self._enter(Phase.HEAD)
        self.unfinished += len(data)
        super().data_received(data)
        if self.unfinished > MOST_HEAD_BYTES:
            self.refuse(431)
        elif self.phase is Phase.HEAD:
            self._limit(HEAD_SECONDS)
        elif self.phase is Phase.BODY:
            self._limit(BODY_SECONDS)
        elif (
            self.phase is Phase.NOTHING
            and self.cycle.response_complete
            and self.timeout_keep_alive_task is None
        ):  # answered before the whole request was read, so uvicorn's own timer was stopped
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def on_message_begin(self) -> None:
        """Begin with a request's head."""
        self._enter(Phase.HEAD)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Pass on a head that is not too long; raises `HeadTooLarge`."""
        length = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if length > MOST_HEAD_BYTES:
            self.fault = 431
            raise HeadTooLarge
        before = self.cycle
        super().on_headers_complete()
        if self.cycle is not before and self.parser.should_upgrade():
            # To a protocol that is not spoken here: answered as HTTP, after which the parser stops.
            self.cycle.keep_alive = False
        self._enter(Phase.BODY)

    def on_body(self, body: bytes) -> None:
        """Take a chunk of a body; `http_limits` limits its size."""
        self.unfinished = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Complete the request."""
        self._enter(Phase.NOTHING)
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection to `socket_server`, which bounds what it sends from now on."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.refuse(400)  # or the answer to the request before it would be sent into it
            return
        self._enter(Phase.UPGRADED)
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  the name is uvicorn's
        """Refuse what the parser rejected."""
        self.refuse(self.fault)

    def refuse(self, status: int) -> None:
        """Answer with problem details if no answer has begun, stop reading, and close."""
        cycle = self.cycle
        ours = self.phase is Phase.HEAD
        if cycle is not None and not cycle.response_complete:
            ours = self.phase is Phase.BODY and not cycle.response_started
            cycle.disconnected = True  # the application is told, and its answer is dropped
            cycle.message_event.set()
        self._enter(Phase.REFUSED)
        if self.transport.is_closing():
            return
        if ours:
            self.transport.write(_written(status))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.deadline = self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        self.unfinished = 0
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None

    def _limit(self, seconds: float) -> None:
        if self.deadline is None:
            self.deadline = self.loop.call_later(seconds, self.refuse, 408)


def _written(status: int) -> bytes:
    code, title, detail = REFUSALS[status]
    response = answer(status, code, title, detail, headers={**ON_ANSWERS, "Connection": "close"})
    head = b"".join(b"%s: %s\r\n" % header for header in response.raw_headers)
    return STATUS_LINE[status] + head + b"\r\n" + bytes(response.body)


# For `uvicorn.run`, beside application, host and port.
OPTIONS: dict[str, Any] = {
    "http": BoundedProtocol,
    **socket_server.OPTIONS,
    "access_log": False,
    "log_config": None,
    "server_header": False,
    # Time for requests and events in progress; deployments give the process longer.
    "timeout_graceful_shutdown": 15,
    # Longer than a proxy keeps one idle (60 s): the proxy closes first, and no request is lost.
    "timeout_keep_alive": 75,
}
