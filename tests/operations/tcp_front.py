"""A TCP proxy before the replicas of a service: in turn, without those that do not answer.

For WebSockets: when a replica is killed, its connections break at the clients as well.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import httpx

from tests.waiting import end

LOOK_EVERY_SECONDS = 0.3
ANSWER_SECONDS = 2.0
CHUNK = 64 * 1024


class TcpFront:
    """The proxy of some ports of this machine; `answering` are those that take part now."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.ports = ports
        self.answering = set(ports)
        self._turns = deque(ports)

    async def look(self) -> None:
        """Ask each replica, again and again, whether it is alive."""
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False) as client:
            while True:
                await asyncio.gather(*(self._ask(client, port) for port in self.ports))
                await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Connect a client to the next replica that takes it, until either side breaks off."""
        self._turns.rotate()
        for port in list(self._turns):
            if port in self.answering:
                with suppress(OSError):
                    theirs = await asyncio.open_connection("127.0.0.1", port)
                    await _join(reader, writer, *theirs)
                    return
        writer.transport.abort()

    async def _ask(self, client: httpx.AsyncClient, port: int) -> None:
        try:
            await client.get(f"http://127.0.0.1:{port}/livez")
            self.answering.add(port)
        except httpx.TransportError:
            self.answering.discard(port)


async def _join(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    their_reader: asyncio.StreamReader,
    their_writer: asyncio.StreamWriter,
) -> None:
    tasks = [
        asyncio.create_task(_pump(reader, their_writer)),
        asyncio.create_task(_pump(their_reader, writer)),
    ]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in (writer, their_writer):
            one.transport.abort() if one.transport.get_write_buffer_size() else one.close()
        await end(*tasks)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def tcp_front(port: int, ports: Sequence[int]) -> AsyncIterator[None]:
    """Be a proxy on a port before these others."""
    front = TcpFront(ports)
    server = await asyncio.start_server(front.serve, "127.0.0.1", port, backlog=1024)
    looking = asyncio.create_task(front.look())
    try:
        yield
    finally:
        server.close()
        await end(looking)
