"""The headers that every answer carries: what a browser may do with it, and the API's version."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

API_VERSION = "1.0.0"
DOCUMENTATION = ("/docs", "/redoc", "/static-offline-docs")
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# The second refuses a WebSocket.
ANSWERS = ("http.response.start", "websocket.http.response.start")
# An answer is for who asked: neither a browser nor a proxy keeps it, and it loads nothing.
ON_ANSWERS = {**ALWAYS, "Cache-Control": "no-store", "Content-Security-Policy": NOTHING}


class Headed:
    """ASGI middleware that adds them. A page may bring a content security policy of its own."""

    def __init__(self, app: ASGIApp, issuer: str) -> None:
        self.app = app
        # The pages at /docs hold a script of their own, and ask the issuer how to sign in.
        policy = (
            "default-src 'none'; script-src 'self' 'unsafe-inline'; worker-src blob:;"
            " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:;"
            f" connect-src 'self' {issuer}; base-uri 'none'; frame-ancestors 'none'"
        )
        self.on_documentation = _encoded({**ALWAYS, "Content-Security-Policy": policy})
        self.on_answers = _encoded(ON_ANSWERS)
        self.on_api = _encoded({**ON_ANSWERS, "API-Version": API_VERSION})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        if path.startswith("/v1"):
            added = self.on_api
        else:
            added = self.on_documentation if path.startswith(DOCUMENTATION) else self.on_answers

        async def send_headed(message: Message) -> None:
            if message["type"] in ANSWERS:
                given = list(message.get("headers", ()))
                there = {name for name, _ in given}
                message["headers"] = given + [one for one in added if one[0] not in there]
            await send(message)

        await self.app(scope, receive, send_headed)


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
