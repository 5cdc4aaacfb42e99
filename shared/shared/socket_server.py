"""WebSockets on the HTTP server: uvicorn's protocol on `websockets`, with limits (decision 0011).

uvicorn and `websockets` log the client's address, the query and, at DEBUG, every message. Here they
log nothing; `socket_errors` logs the mistakes of ours.
"""

import asyncio
import logging
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.datastructures import Headers
from websockets.frames import CloseCode, Frame
from websockets.http11 import Response
from websockets.server import ServerProtocol
from websockets.typing import StatusLike

from shared.http_headers import ON_ANSWERS
from shared.http_problems import answer

MOST_MESSAGE_BYTES = 128 * 1024
MOST_FRAGMENTS = 256
PING_SECONDS = 10.0
# How long a client may take to read what was sent to it before the end.
LINGER_SECONDS = 2.0
DETAILS = {
    400: "this is no handshake of a WebSocket: a GET with Sec-WebSocket-Key and version 13",
    403: "this WebSocket is refused",
    431: "a handshake has at most 128 headers of 8192 bytes each",
    500: "the server cannot open this WebSocket now: connect again",
}
SILENT = logging.getLogger(f"{__name__}.silent")
SILENT.setLevel(logging.CRITICAL + 1)


class Handshake(ServerProtocol):
    """The protocol of one WebSocket; what it refuses is told as problem details."""

    def reject(self, status: StatusLike, text: str) -> Response:  # noqa: ARG002
        """Return problem details; `text` may quote what came in, and is dropped."""
        code = int(status)
        detail = DETAILS.get(code, DETAILS[400])
        told = answer(
            code, "upgrade-refused", "Upgrade refused", detail,
            headers={**ON_ANSWERS, "Connection": "close"},
        )  # fmt: skip
        return Response(code, "Refused", Headers(told.headers.items()), bytes(told.body))


class BoundedSocket(WebSocketsSansIOProtocol):
    """A WebSocket that is closed when it sends too much, or does not read what is sent.

    A message has at most `MOST_MESSAGE_BYTES`, in at most `MOST_FRAGMENTS` fragments: beyond that
    the WebSocket is closed with 1009. When the process leaves it is closed with 1012: the
    application receives the disconnect, and has to end then.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.logger = SILENT
        self.conn = Handshake(max_size=self.config.ws_max_size, logger=SILENT)
        self.abortion: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        """Parse the handshake, or messages after it; nothing may come between the two."""
        if self.handshake_initiated and not self.handshake_complete:
            # A client waits for the answer (RFC 6455, 4.1); uvicorn's states do not foresee it.
            self.transport.abort()
            return
        super().data_received(data)
        if not self.handshake_initiated:
            # `websockets` has written an answer if it read the request, and uvicorn has not sent it
            said = b"".join(self.conn.data_to_send()) or self.conn.reject(400, "").serialize()
            self.handshake_initiated = self.handshake_complete = self.close_sent = True
            self.transport.write(said)
            self.transport.close()

    def handle_cont(self, event: Frame) -> None:
        """Take a fragment of a message, unless it has too many."""
        if len(self.frames) < MOST_FRAGMENTS:
            super().handle_cont(event)
        elif not self.close_sent:
            self.conn.fail(CloseCode.MESSAGE_TOO_BIG, f"at most {MOST_FRAGMENTS} fragments")
            self.handle_parser_exception()

    def handle_ping(self) -> None:
        """Answer a ping, unless the client does not read the answers (RFC 6455, 5.5.3)."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    def keepalive_timeout(self) -> None:
        """Close: no answer to a ping came in time."""
        super().keepalive_timeout()
        self._abort_later(LINGER_SECONDS)

    def shutdown(self) -> None:
        """Close with 1012, so that the browser connects to another process."""
        super().shutdown()
        self._abort_later(LINGER_SECONDS)

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """Let no connection outlive the application's part of it."""
        super().on_task_complete(task)
        self._abort_later(LINGER_SECONDS + (self.close_timeout if self.close_timer else 0))

    def connection_lost(self, exc: Exception | None) -> None:
        """Drop the timer with the connection."""
        super().connection_lost(exc)
        if self.abortion is not None:
            self.abortion.cancel()

    async def send(self, message: Any) -> None:
        """Send what the application says; a refusal completes the handshake."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body"):
            self.handshake_complete = True  # otherwise uvicorn reports that nothing was answered

    def _abort_later(self, seconds: float) -> None:
        """End the connection though the client reads nothing, which a close waits for."""
        if self.disconnected:
            return
        if self.abortion is not None:
            self.abortion.cancel()
        self.abortion = self.loop.call_later(seconds, self.transport.abort)


# For `uvicorn.run`.
OPTIONS: dict[str, Any] = {
    "ws": BoundedSocket,
    "ws_max_size": MOST_MESSAGE_BYTES,
    "ws_ping_interval": PING_SECONDS,
    "ws_ping_timeout": PING_SECONDS,
    # Compressed together, what a page chooses and a secret tell one another (CRIME, BREACH).
    "ws_per_message_deflate": False,
}
