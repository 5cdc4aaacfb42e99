"""Help seekers and listeners of the tests: real processes of contacts, real WebSockets."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from sensoor import services
from sensoor.embedded.ports import free_port, release_port
from sensoor.embedded.program import Program, python_program, start
from shared.events import vocabulary
from shared.events.volunteers import ShiftFilled, VolunteerAdmitted
from shared.roles import Role
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.contacts.given import LOCATION, location
from tests.issuing import header_for
from tests.platform import Platform

WITHIN = 15.0
NOW = datetime.now(UTC)


class Process:
    """A process of contacts, which can be killed and started again."""

    def __init__(self, program: Program, port: int, log: Path) -> None:
        self.program, self.port, self.log = program, port, log
        self.address = f"http://127.0.0.1:{port}"
        self.running = start(program, log)

    def kill(self) -> None:
        """Kill it without a warning."""
        self.running.kill()
        self.running.wait()

    def begin(self) -> None:
        """Start it again."""
        self.running = start(self.program, self.log)

    async def again(self) -> None:
        """Start it again, and wait until it is ready."""
        self.begin()
        await services.wait_until_ready(self.address)


@asynccontextmanager
async def processes(
    platform: Platform, count: int, folder: Path, **settings: str
) -> AsyncIterator[list[Process]]:
    """Give processes of contacts on a platform's broker and database, ready."""
    await platform.provision("contacts")
    made: list[Process] = []
    for _ in range(count):
        port = free_port(27400)
        given = {"HOST": "127.0.0.1", "PORT": str(port), **settings}
        program = python_program("contacts", **await platform.environment("contacts", **given))
        made.append(Process(program, port, folder / f"contacts-{port}.log"))
    try:
        await asyncio.gather(*(services.wait_until_ready(one.address) for one in made))
        yield made
    finally:
        for one in made:
            one.running.terminate()
        for one in made:
            one.running.wait()
            release_port(one.port)


async def listener(
    platform: Platform,
    volunteer_id: UUID,
    *,
    role: vocabulary.Role = "listener",
    lines: tuple[str, ...] = ("national",),
    at: UUID = LOCATION,
) -> UUID:
    """Tell contacts of a listener on a shift that runs now; return the shift."""
    shift_id = uuid4()
    admitted = VolunteerAdmitted.model_validate(
        {"volunteer_id": volunteer_id, "location_id": at, "channels": ["chat", "telephone"],
         "lines": list(lines), "role": role, "since": NOW}
    )  # fmt: skip
    filled = ShiftFilled(
        shift_id=shift_id, location_id=at, channels=["chat", "telephone"],
        starts_at=NOW - timedelta(hours=3), ends_at=NOW + timedelta(hours=3), needed=2, filled=1,
        volunteer_id=volunteer_id, role=role, filled_at=NOW - timedelta(days=1),
    )  # fmt: skip
    await platform.publish(location(), aggregate_id=at)
    await platform.publish(admitted, aggregate_id=volunteer_id)
    await platform.publish(filled, aggregate_id=shift_id, version=2)
    return shift_id


class Talk:
    """A socket whose frames are kept as they come."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[dict[str, Any]] = []
        self.closed: int | None = None
        self._came = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    async def send(self, **frame: Any) -> None:
        """Send a frame; into a socket that is closed it is lost, as a browser loses it."""
        with suppress(ConnectionClosed):
            await self.socket.send(json.dumps(frame))

    async def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the first frame, of all that came, that is wanted.

        It goes, and so do those of its type before it.
        """
        async with asyncio.timeout(WITHIN), self._came:
            while True:
                for place, frame in enumerate(self.frames):
                    if wanted(frame):
                        self.frames[: place + 1] = [
                            other for other in self.frames[:place] if other["type"] != frame["type"]
                        ]
                        return frame
                if self.closed is not None:
                    raise AssertionError(f"closed with {self.closed}")
                await self._came.wait()

    async def of(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Return the next frame of a type, with these fields."""
        return await self.until(
            lambda frame: frame["type"] == kind and fields.items() <= frame.items()
        )

    async def end(self) -> int | None:
        """Return the code with which the other side closes."""
        async with asyncio.timeout(WITHIN):
            await self._reading
        return self.closed

    async def cut(self) -> None:
        """Cut the connection, as a bad line does."""
        self.socket.transport.abort()
        with suppress(asyncio.CancelledError):
            await self._reading

    async def _read(self) -> None:
        try:
            async for data in self.socket:
                async with self._came:
                    self.frames.append(json.loads(data))
                    self._came.notify_all()
        except ConnectionClosed:
            pass
        async with self._came:
            self.closed = self.socket.close_code or 1006
            self._came.notify_all()


@asynccontextmanager
async def help_seeker(process: Process, path: str = "/contacts/help/socket") -> AsyncIterator[Talk]:
    """Give a help seeker's socket that has not said anything."""
    url = process.address.replace("http", "ws", 1) + path
    async with connect(url, origin=process.address, compression=None) as socket:  # type: ignore[arg-type]
        yield Talk(socket)


async def joined(talk: Talk) -> str:
    """Join, and keep the token; return it."""
    await talk.send(type="join")
    token: str = (await talk.of("welcome"))["token"]
    await talk.send(type="kept")
    return token


class Desk:
    """A listener's desk: its socket, and its API."""

    def __init__(self, talk: Talk, client: httpx.AsyncClient) -> None:
        self.talk, self.client = talk, client

    async def ask(self, method: str, path: str = "", **body: Any) -> httpx.Response:
        """Ask the API of the desk."""
        return await self.client.request(method, f"/v1/desk{path}", json=body or None)

    async def does(self, method: str, path: str = "", **body: Any) -> dict[str, Any]:
        """Ask the API of the desk, and return the desk as it is then."""
        answer = await self.ask(method, path, **body)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def offered(self) -> str:
        """Return the attempt that is offered, once one is."""
        frame = await self.talk.until(
            lambda frame: frame["type"] == "desk" and bool(frame["desk"]["offers"])
        )
        found: str = frame["desk"]["offers"][0]["attemptId"]
        return found

    async def answers(self) -> str:
        """Answer what is offered next; return the attempt."""
        attempt = await self.offered()
        await self.does("POST", f"/attempts/{attempt}/answer")
        return attempt


@asynccontextmanager
async def desk(process: Process, volunteer_id: UUID) -> AsyncIterator[Desk]:
    """Give the desk of a listener, with its socket open."""
    headers = header_for(Role.LISTENER, person=volunteer_id)
    url = process.address.replace("http", "ws", 1) + "/contacts/desk/socket"
    async with (
        connect(url, additional_headers=headers, compression=None) as socket,
        httpx.AsyncClient(base_url=process.address, headers=headers, timeout=30) as client,
    ):
        yield Desk(Talk(socket), client)
