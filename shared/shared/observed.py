"""One span and one measurement for each request, by its route: no address, query or header."""

import time
from typing import Any

from opentelemetry import trace
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.telemetry import REQUESTS, parent_of, tracer

API_VERSION_HEADER = (b"api-version", b"1.0.0")


class Observed:
    """ASGI middleware. The OpenTelemetry one would record addresses, agents and queries."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request inside a span that continues the client's trace."""
        if scope["type"] != "http" or not scope["path"].startswith("/v1"):
            await self.app(scope, receive, send)
            return
        status = 500
        began = time.perf_counter()
        parent = trace.set_span_in_context(parent_of(_header(scope, b"traceparent")))
        with tracer.start_as_current_span(
            scope["method"], context=parent, kind=trace.SpanKind.SERVER,
            record_exception=False, set_status_on_exception=False,
        ) as span:  # fmt: skip

            async def send_noting(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                    message["headers"] = [*message.get("headers", ()), API_VERSION_HEADER]
                await send(message)

            try:
                await self.app(scope, receive, send_noting)
            finally:
                route = _route(scope)
                span.update_name(f"{scope['method']} {route}")
                span.set_attribute("http.route", route)
                span.set_attribute("http.response.status_code", status)
                REQUESTS.labels(scope["method"], route, status).observe(time.perf_counter() - began)


def _header(scope: Scope, name: bytes) -> str | None:
    for key, value in scope["headers"]:
        if key == name:
            text: str = value.decode("latin-1")
            return text
    return None


def _route(scope: Scope) -> str:
    route: Any = scope.get("route")
    return getattr(route, "path", "unknown")
