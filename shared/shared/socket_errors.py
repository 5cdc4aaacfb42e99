"""Refusals and failures of a WebSocket: an HTTP answer before it is accepted, a close after it."""

from http import HTTPStatus

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from shared.http_problems import failed

REFUSED, MISTAKE, TRY_AGAIN_LATER = 1008, 1011, 1013  # the registry of RFC 6455, 7.4


class SocketErrors:
    """ASGI middleware: what the handlers of errors answer becomes a close once accepted.

    1008: the rules refuse it; 1013: the database is away; 1011: a mistake of ours. That the client
    went away is no error.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one WebSocket."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        accepted = closed = False

        async def send_or_close(message: Message) -> None:
            nonlocal accepted, closed
            kind = message["type"]
            answers = kind.startswith("websocket.http.response")
            if accepted and answers:
                if closed or kind != "websocket.http.response.start":
                    return
                message = {"type": "websocket.close", "code": _close_code(message["status"])}
            accepted = accepted or kind == "websocket.accept"
            closed = closed or message["type"] == "websocket.close"
            await send(message)

        try:
            await self.app(scope, receive, send_or_close)
        except WebSocketDisconnect:
            return
        except Exception as error:
            told = await failed(HTTPConnection(scope), error)
            await told(scope, receive, send_or_close)


def _close_code(status: int) -> int:
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return REFUSED
    return TRY_AGAIN_LATER if status == HTTPStatus.SERVICE_UNAVAILABLE else MISTAKE
