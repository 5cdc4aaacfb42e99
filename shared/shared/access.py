"""The one way in: no endpoint of a service is reached but by a token whose role may.

Every endpoint is a `Guarded` route and has a row in the service's table of roles, which says who
may, and with whose records. A service whose table and endpoints differ does not start, nor one
with an endpoint that takes no account of whose records its row opens.
"""

import math
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.routing import APIRoute, iter_route_contexts
from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter
from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute, WebSocketRoute

from shared.openapi import described
from shared.reach import Reach, is_taken, reach_of
from shared.refusals import Refusal
from shared.roles import ALL, RoleTable, Row
from shared.settings import Settings
from shared.tokens import Caller, ClaimNames, NoToken, Tokens, token_digest

# What needs no token: health for whoever runs the service, and the documentation.
OPEN = frozenset(
    {"/livez", "/readyz", "/docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json",
     "/static-offline-docs"}
)  # fmt: skip


# What a service knows of a caller beyond the token: who that is, and less than the token's claims.
Bind = Callable[[HTTPConnection, Caller], Awaitable[Caller]]


class RoleTooLow(Refusal):
    """None of the token's roles may do this."""

    status = 403

    def headers(self) -> dict[str, str]:
        """Say what is wrong, as RFC 6750 has it."""
        return {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}


class TooManyRequests(Refusal):
    """More requests came with this token than one process takes of one token."""

    status = 429

    def __init__(self, detail: str, seconds: int) -> None:
        super().__init__(detail)
        self.seconds = seconds

    def headers(self) -> dict[str, str]:
        """Say when the next window begins."""
        return {"Retry-After": str(self.seconds)}


class TableIncomplete(Exception):
    """The table of roles and the endpoints of the service differ."""


class Gate:
    """Who may do what here: verified tokens, the table of roles, and a limit for each token.

    The limit counts in this process only: with n processes a token has n times as much.
    """

    def __init__(self, settings: Settings, table: RoleTable, bind: Bind | None = None) -> None:
        if settings.oidc_issuer is None:
            raise ValueError("OIDC_ISSUER is missing: whoever serves HTTP needs an issuer")
        self.table = table
        self._bind = bind
        self.tokens = Tokens(
            issuer=settings.oidc_issuer,
            audience=settings.oidc_audience,
            names=ClaimNames(
                settings.oidc_roles_claim,
                settings.oidc_person_claim,
                settings.oidc_locations_claim,
            ),
            discovery_url=settings.oidc_discovery_url,
        )
        self._limit = parse(settings.rate_limit)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    async def identify(self, token: str | None) -> Caller:
        """Return who asks; raises `NoToken`, `TokenInvalid`, `TooManyRequests`."""
        if not token:
            raise NoToken("send a token: Authorization: Bearer <token>")
        digest = token_digest(token)
        caller = await self.tokens.verify(token, digest)
        if not await self._limiter.hit(self._limit, digest.hex()):
            window = await self._limiter.get_window_stats(self._limit, digest.hex())
            seconds = max(1, math.ceil(window.reset_time - time.time()))
            raise TooManyRequests(f"one token may ask {self._limit}: send it again later", seconds)
        return caller

    async def let_in(self, connection: HTTPConnection, operation: str, caller: Caller) -> None:
        """Put `caller` and `reach` on the connection's state; raises as `reach` and `Bind` do.

        A role that may not is refused before the service looks at what it knows.
        """
        self._row(operation, caller)
        if self._bind is not None:
            caller = await self._bind(connection, caller)
        connection.state.caller = caller
        connection.state.reach = self.reach(operation, caller)

    def reach(self, operation: str, caller: Caller) -> Reach:
        """Return whose records somebody reaches by an operation.

        Raises `RoleTooLow`, `NothingWithinReach`.
        """
        return reach_of(self._row(operation, caller), caller)

    def _row(self, operation: str, caller: Caller) -> Row:
        row = self.table.get(operation, {})
        if caller.roles.isdisjoint(row):
            who = ", ".join(sorted(row)) or "that nobody has"
            raise RoleTooLow(f"this is for the roles {who}")
        return row


def bearer_token(connection: HTTPConnection) -> str | None:
    """Return the token of the `Authorization` header, if there is one."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


class Guarded(APIRoute):
    """A route that lets in by the gate, before the body is read or anything is validated."""

    def token(self, request: Request) -> str | None:
        """Return the token of a request, if it carries one."""
        return bearer_token(request)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler behind the gate."""
        handler = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            gate: Gate = request.app.state.gate
            request.state.caller = await gate.identify(self.token(request))
            await self.identified(request)
            operation = f"{request.method} {self.path}"
            await gate.let_in(request, operation, request.state.caller)
            return await handler(request)

        return guarded

    async def identified(self, request: Request) -> None:
        """Look at what else a request must be, once it is known who asks."""


class GuardedSocket:
    """A dependency of a WebSocket's route that lets in by the gate, before the socket is accepted.

    A row for it begins with `WS`. It is a dependency because FastAPI makes a WebSocket's route
    anew when its router is included: a subclass of the route would be lost without a word.
    """

    def token(self, socket: WebSocket) -> str | None:
        """Return the token of the request that opens the socket, if it carries one."""
        return bearer_token(socket)

    async def __call__(self, socket: WebSocket) -> None:
        """Put `caller` and `reach` on the socket's state; raises as `Gate` does."""
        gate: Gate = socket.app.state.gate
        socket.state.caller = await gate.identify(self.token(socket))
        self.identified(socket)
        operation = f"WS {socket.scope['route'].path}"
        await gate.let_in(socket, operation, socket.state.caller)

    def identified(self, socket: WebSocket) -> None:
        """Look at what else the request must be, once it is known who asks."""


def close(
    app: FastAPI, table: RoleTable, open_too: frozenset[str], bind: Bind | None = None
) -> None:
    """Put the gate before the service; raises `TableIncomplete` for a way past it.

    `open_too` are paths that need no token, beside health and documentation. `bind` says what the
    service knows of a caller beyond the token.
    """
    guarded: set[str] = set()
    past: set[str] = set()
    takes_reach: set[str] = set()
    paths: set[str] = set()
    for context in iter_route_contexts(app.routes):
        route, path = context.original_route, str(context.path)
        methods = ("WS",) if isinstance(route, WebSocketRoute) else context.methods or ()
        operations = {f"{method} {path}" for method in methods}
        paths.add(path)
        if _is_guarded(route):
            guarded |= operations
            takes_reach |= operations if is_taken(getattr(route, "dependant", None)) else set()
        elif path not in OPEN | open_too:
            past.add(path)
    limited = {operation for operation, row in table.items() if {*row.values()} != {ALL}}
    wrong = {
        "not guarded": past,
        "without a row of roles": guarded - set(table),
        "a row without an endpoint": set(table) - guarded,
        "open, without an endpoint": open_too - paths,
        "limited, and does not take the reach": (limited & guarded) - takes_reach,
    }
    if told := {what: sorted(which) for what, which in wrong.items() if which}:
        raise TableIncomplete(str(told))
    app.router.route_class = Guarded  # what is added later finds the same gate
    app.state.gate = Gate(app.state.settings, table, bind)
    app.openapi = described(app, table)  # type: ignore[method-assign]


def _is_guarded(route: BaseRoute) -> bool:
    if isinstance(route, WebSocketRoute):
        dependencies = getattr(getattr(route, "dependant", None), "dependencies", ())
        return any(isinstance(each.call, GuardedSocket) for each in dependencies)
    return isinstance(route, Guarded)
