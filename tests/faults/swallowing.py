"""A proxy before the database that can swallow all that passes, as a cut cable does: nobody is
told, and no connection ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class Swallowing:
    """The proxy; `swallows` says that nothing gets through, in either direction."""

    def __init__(self, port: int) -> None:
        self.behind = port
        self.port = 0
        self.swallows = False
        self.taken = 0
        self._pumps: set[asyncio.Task[None]] = set()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.taken += 1
        behind_reader, behind_writer = await asyncio.open_connection("127.0.0.1", self.behind)
        # What was begun before the cable is mended is never answered: its packets are lost.
        for source, target in ((reader, behind_writer), (behind_reader, writer)):
            pump = asyncio.create_task(self._pump(source, target))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65_536):
                if not self.swallows:
                    target.write(data)
                    await target.drain()
        target.close()

    def end(self) -> None:
        for pump in self._pumps:
            pump.cancel()


@asynccontextmanager
async def swallowing(url: str) -> AsyncIterator[tuple[Swallowing, str]]:
    """Give a proxy before the database at `url`, and the URL that leads through it."""
    there = urlsplit(url)
    assert there.port is not None
    proxy = Swallowing(there.port)
    server = await asyncio.start_server(proxy.accept, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    through = there._replace(netloc=there.netloc.replace(f":{there.port}", f":{proxy.port}"))
    try:
        yield proxy, through.geturl()
    finally:
        proxy.end()
        server.close()
