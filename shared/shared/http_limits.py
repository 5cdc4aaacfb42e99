"""Limits on the size of a request."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http_problems import answer

MOST_BYTES = 64 * 1024
MOST_DIGITS = 12


class Bounded:
    """ASGI middleware: no body is longer than 64 KiB, or than its path's own limit.

    A body with a Content-Length is refused before it is read; any other is counted while read.
    """

    def __init__(self, app: ASGIApp, larger: Mapping[str, int]) -> None:
        self.app = app
        self.larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request whose body is short enough."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.larger.get(scope["path"], MOST_BYTES)
        detail = f"a body has at most {most} bytes here"
        said = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if len(said) > MOST_DIGITS or not said.isdigit() or int(said) > most:
            await answer(413, "too-large", "Too large", detail)(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                # The only kind of error that passes through while a body is read.
                raise HTTPException(413, detail)
            return message

        await self.app(scope, counted, send)
