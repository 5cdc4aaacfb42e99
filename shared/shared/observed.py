"""One span and one measurement for each request, by its route: no address, query or header."""

import time
from typing import Any

from opentelemetry import trace
from opentelemetry.context import Context
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.telemetry import REQUESTS, tracer

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Observed:
    """ASGI middleware. The OpenTelemetry one would record addresses, agents and queries.

    A trace begins here: a client's trace id would travel with the events, and nothing from outside
    may.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request inside a span that begins a trace."""
        if scope["type"] != "http" or not scope["path"].startswith("/v1"):
            await self.app(scope, receive, send)
            return
        status = 500
        method = scope["method"] if scope["method"] in METHODS else "other"
        began = time.perf_counter()
        with tracer.start_as_current_span(
            method, context=Context(), kind=trace.SpanKind.SERVER,
            record_exception=False, set_status_on_exception=False,
        ) as span:  # fmt: skip

            async def send_noting(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                await send(message)

            try:
                await self.app(scope, receive, send_noting)
            finally:
                route = _route(scope)
                span.update_name(f"{method} {route}")
                span.set_attribute("http.route", route)
                span.set_attribute("http.response.status_code", status)
                REQUESTS.labels(method, route, status).observe(time.perf_counter() - began)


def _route(scope: Scope) -> str:
    route: Any = scope.get("route")
    return getattr(route, "path", "unknown")
