"""A helpline that can be called: contacts on a port, listeners at their desks, an exchange."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from contacts.queue.keep_presence import make_absent
from demo.sip_exchange import SipExchange, sip_exchange
from sensoor.embedded.ports import free_port

from tests.contacts.calling import SECRET, Telephones, telephones
from tests.http.serving import listening
from tests.platform import Platform
from tests.waiting import eventually

LATEST = "SELECT * FROM attempt WHERE channel = 'telephone' ORDER BY arrived_at DESC LIMIT 1"
LIST_STATES = "SELECT state FROM attempt WHERE channel = 'telephone' AND arrived_at >= $1"


@dataclass
class Helpline:
    """Contacts as `telephones` has it, on a port, and the exchange; it can be away for a while."""

    telephones: Telephones
    port: int
    exchange: SipExchange
    platform: Platform
    serving: AsyncExitStack

    async def come(self) -> None:
        """Let contacts be reached."""
        app = self.telephones.contacts.app
        await self.serving.enter_async_context(listening(app, self.port))

    async def go(self) -> None:
        """Let contacts be out of reach: nobody listens on its port."""
        await self.serving.aclose()

    @asynccontextmanager
    async def listeners(self, *extensions: str) -> AsyncIterator[list[UUID]]:
        """Let listeners be present, the first one idle for longest."""
        house = self.telephones.house
        ones = []
        for extension in extensions:
            house.now = datetime.now(UTC)
            ones.append(await self.telephones.listener(extension))
        try:
            yield ones
        finally:
            for one in ones:
                await house.do(make_absent, one, datetime.now(UTC))

    async def latest(self) -> dict[str, Any]:
        """Return the attempt of the call that came last."""
        async with self.telephones.house.database.commit() as connection:
            return dict(await connection.fetchrow(LATEST) or {})

    async def until(self, **expected: Any) -> dict[str, Any]:
        """Return the latest attempt once it is as expected."""

        async def found() -> dict[str, Any] | None:
            attempt = await self.latest()
            is_so = all(attempt.get(name) == value for name, value in expected.items())
            return attempt if is_so else None

        attempt = await eventually(found)
        assert attempt is not None
        return attempt

    def calls(self, scenario: str, number: str, *more: str, **given: str) -> asyncio.Task[int]:
        """Let somebody call meanwhile; the task's result is what `Exchange.call` returns."""
        return asyncio.create_task(self.exchange.call(scenario, number, *more, **given))


@asynccontextmanager
async def helpline(platform: Platform, folder: Path) -> AsyncIterator[Helpline]:
    """Yield a helpline with its own exchange, in a folder."""
    there = await telephones(platform)
    port = free_port(26850)
    diversions = '{"0207777777": "113online"}'
    async with (
        sip_exchange(folder, f"http://127.0.0.1:{port}", SECRET, diversions=diversions) as made,
        AsyncExitStack() as serving,
    ):
        line = Helpline(there, port, made, platform, serving)
        await line.come()
        yield line
