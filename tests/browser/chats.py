"""Contacts alone, as help seekers and listeners reach it: what is on the way can be cut."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sensoor.embedded.ports import free_port
from shared.events.volunteers import LocationOpened, ShiftFilled, VolunteerAdmitted
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.browser.listener import Listener, at_desk
from tests.http.serving import listening
from tests.platform import Platform, Running

LOCATION, SHIFT = uuid4(), uuid4()
SEEKERS, LISTENERS = "/contacts/help/socket", "/contacts/desk/socket"
EXIT = "https://harmless.example/"


@dataclass
class Front:
    """The way to the service: it can be cut, and can let no help seeker's socket through."""

    app: ASGIApp
    lets_help_through: bool = True
    sockets: dict[asyncio.Task[Any], str] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a connection on."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
        elif scope["path"] == SEEKERS and not self.lets_help_through:
            await receive()
            await send({"type": "websocket.close"})
        else:
            passing = asyncio.ensure_future(self.app(scope, receive, send))
            self.sockets[passing] = scope["path"]
            with suppress(asyncio.CancelledError):
                await passing
            self.sockets.pop(passing, None)

    def cut(self, *paths: str) -> None:
        """Cut the sockets that are open at these paths."""
        for passing, path in list(self.sockets.items()):
            if path in paths:
                passing.cancel()


@dataclass
class Chats:
    """The service with its queue; `listener` comes to a desk."""

    address: str
    platform: Platform
    front: Front
    running: Running
    settings: dict[str, Any]

    @asynccontextmanager
    async def listener(self, volunteer_id: UUID | None = None) -> AsyncIterator[Listener]:
        """Be a listener on a shift, present at the desk, until this ends."""
        volunteer_id = volunteer_id or await self.admit()
        async with at_desk(self.address, volunteer_id, SHIFT) as listener:
            yield listener

    async def admit(self) -> UUID:
        """Admit a volunteer, who has a place in the shift that runs now."""
        volunteer_id, now = uuid4(), datetime.now(UTC)
        admission = VolunteerAdmitted(
            volunteer_id=volunteer_id, location_id=LOCATION, channels=["chat"],
            lines=["national"], role="listener", since=now,
        )  # fmt: skip
        place = ShiftFilled(
            shift_id=SHIFT, location_id=LOCATION, channels=["chat"],
            starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=3), needed=9,
            filled=1, volunteer_id=volunteer_id, role="listener", filled_at=now,
        )  # fmt: skip
        await self.platform.publish(admission, aggregate_id=volunteer_id)
        await self.platform.publish(place, aggregate_id=SHIFT, version=self._next())
        return volunteer_id

    def _next(self) -> int:
        self.settings["version"] = self.settings.get("version", 0) + 1
        return int(self.settings["version"])

    @asynccontextmanager
    async def another_process(self) -> AsyncIterator[None]:
        """Let two processes take requests in turn, until this ends; sockets stay with the first."""
        given = {name: value for name, value in self.settings.items() if name != "version"}
        second = await self.platform.service("contacts", **given)
        first, turns = self.front.app, itertools.cycle((second.app, self.front.app))

        async def in_turn(scope: Scope, receive: Receive, send: Send) -> None:
            app = next(turns) if scope["type"] == "http" else first
            await app(scope, receive, send)

        self.front.app = in_turn
        try:
            yield
        finally:
            self.front.app = first
            await second.leave()

    async def restart(self) -> None:
        """End the process's part and start it again, as a new one."""
        self.front.cut(SEEKERS, LISTENERS)
        await self.running.leave()
        given = {name: value for name, value in self.settings.items() if name != "version"}
        self.running = await self.platform.service("contacts", **given)
        self.front.app = self.running.app
        # Who came back before the old one had left is at nobody's: an ended process has no sockets.
        self.front.cut(SEEKERS, LISTENERS)

    @contextmanager
    def without_sockets(self) -> Iterator[None]:
        """Cut help seekers' sockets, and let none through until this ends."""
        self.front.lets_help_through = False
        self.front.cut(SEEKERS)
        try:
            yield
        finally:
            self.front.lets_help_through = True

    async def run(self, statement: str, *values: Any) -> Any:
        """Run a statement in the database of contacts; return its first value."""
        async with self.running.database.commit() as connection:
            return await connection.fetchval(statement, *values)

    @asynccontextmanager
    async def without_database(self) -> AsyncIterator[None]:
        """Be without the database until this ends."""
        name = (await self.platform.database_url("contacts")).rsplit("/", 1)[1]
        await self.platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        await self.platform.run(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        try:
            yield
        finally:
            await self.platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@asynccontextmanager
async def chats(platform: Platform) -> AsyncIterator[Chats]:
    """Serve contacts."""
    port = free_port(26400)
    address = f"http://127.0.0.1:{port}"
    settings = {
        "public_url": address, "page_addresses": {"contacts": address}, "quick_exit_url": EXIT,
    }  # fmt: skip
    running = await platform.service("contacts", **settings)
    opened = LocationOpened(location_id=LOCATION, name="Zutphen", region="Gelderland")
    await platform.publish(opened, aggregate_id=LOCATION)
    front = Front(running.app)
    async with listening(front, port):
        yield Chats(address, platform, front, running, settings)
