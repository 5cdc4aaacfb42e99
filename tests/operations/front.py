"""A reverse proxy before the replicas of a service, as a cluster has one before its pods.

It sends each request to the next replica that takes part, once, and never tries again: what
fails is told to the client, and noted.
"""

from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
from sensoor.embedded.ports import free_port, release_port
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from tests.http.serving import listening
from tests.operations.replicas import Replica
from tests.operations.socket_front import pass_on
from tests.waiting import eventually

OF_ONE_CONNECTION = {
    "connection",
    "keep-alive",
    "transfer-encoding",
    "content-length",
    "date",
    "content-encoding",
}  # httpx has decoded it
FAILED = (429, 500, 503)


@dataclass(eq=False)
class Front:
    """The proxy of one service. `failed` tells of the requests that did not do well."""

    taking_turns: deque[Replica] = field(default_factory=deque)
    in_hand: Counter[Replica] = field(default_factory=Counter)
    answered: Counter[Replica] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    _clients: dict[Replica, httpx.AsyncClient] = field(default_factory=dict)

    def take_in(self, replica: Replica) -> None:
        """Send requests to a replica, which is ready, from now on."""
        self._clients[replica] = httpx.AsyncClient(
            base_url=replica.address, timeout=30, trust_env=False
        )
        self.taking_turns.append(replica)

    async def take_out(self, replica: Replica) -> None:
        """Send no further request to a replica; return when those that were sent are answered.

        A pod has its preStop for that: SIGTERM comes once no proxy sends it anything any more.
        """
        self.taking_turns.remove(replica)

        async def nothing_in_hand() -> bool:
            return self.in_hand[replica] == 0

        await eventually(nothing_in_hand)

    async def close(self) -> None:
        """Close all connections, once no request is in hand."""
        for client in self._clients.values():
            await client.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or one socket: that stays with its replica until it leaves."""
        if scope["type"] == "websocket":
            self.taking_turns.rotate()
            await pass_on(WebSocket(scope, receive, send), self.taking_turns[0])
            return
        request = Request(scope, receive)
        body = await request.body()
        self.taking_turns.rotate()
        replica = self.taking_turns[0]
        self.in_hand[replica] += 1
        try:
            response = await self._ask(replica, request, body)
        finally:
            self.in_hand[replica] -= 1
        await response(scope, receive, send)

    async def _ask(self, replica: Replica, request: Request, body: bytes) -> Response:
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        told = f"{replica.name}: {request.method} {request.url.path}"
        try:
            answer = await self._clients[replica].request(
                request.method, target, content=body, headers=request.headers.raw
            )
        except httpx.TransportError as error:
            self.failed.append(f"{told}: {type(error).__name__}")
            return Response(status_code=502)
        if answer.status_code in FAILED:
            self.failed.append(f"{told}: {answer.status_code}")
        self.answered[replica] += 1
        kept = {k: v for k, v in answer.headers.items() if k not in OF_ONE_CONNECTION}
        # A client may not send on a connection that is being closed here for being idle.
        return Response(answer.content, answer.status_code, {**kept, "connection": "close"})


@asynccontextmanager
async def fronted(replicas: list[Replica]) -> AsyncIterator[tuple[Front, str]]:
    """Give a proxy before these replicas, and its address."""
    front, port = Front(), free_port(28700)
    for replica in replicas:
        front.take_in(replica)
    async with listening(front, port) as address:
        yield front, address
    await front.close()
    release_port(port)
