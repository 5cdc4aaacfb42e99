"""A WebSocket through a proxy: frames go both ways, and a close goes on to the other side."""

import asyncio
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.operations.replicas import Replica
from tests.waiting import end

PASSED_ON = ("authorization",)
# What a close frame cannot say: nothing was said (1005), or the line broke (1006).
UNSAID, GONE, FULL = (None, 1005, 1006), 1012, 1013


async def pass_on(socket: WebSocket, replica: Replica) -> None:
    """Connect a client's socket to a replica until either closes it."""
    sent = {name: socket.headers[name] for name in PASSED_ON if name in socket.headers}
    try:
        async with connect(
            replica.address.replace("http", "ws", 1) + socket.url.path, additional_headers=sent,
            origin=replica.program.environment["PUBLIC_URL"],  # type: ignore[arg-type]
            compression=None, proxy=None, ping_interval=None, max_size=None,
        ) as theirs:  # fmt: skip
            await socket.accept()
            await _either(socket, theirs)
    except (OSError, InvalidHandshake):
        await socket.close(FULL)


async def _either(socket: WebSocket, theirs: ClientConnection) -> None:
    tasks = [asyncio.create_task(_up(socket, theirs)), asyncio.create_task(_down(socket, theirs))]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await end(*tasks)


async def _up(socket: WebSocket, theirs: ClientConnection) -> None:
    with suppress(WebSocketDisconnect, ConnectionClosed):
        while True:
            await theirs.send(await socket.receive_text())


async def _down(socket: WebSocket, theirs: ClientConnection) -> None:
    with suppress(ConnectionClosed):
        while True:
            await socket.send_text(str(await theirs.recv()))
    with suppress(RuntimeError):  # the client was first
        await socket.close(GONE if theirs.close_code in UNSAID else theirs.close_code or GONE)
