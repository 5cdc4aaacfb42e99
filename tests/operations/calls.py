"""Callers, listeners' telephones and the switchboard between them, with the real edge behind it.

The switchboard asks and tells the edge what Kamailio does (`deploy/telephony/kamailio.cfg`).
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import httpx
from edge.contacts import Contacts
from edge.day_tokens import DayTokens
from edge.deliveries import Deliveries
from edge.exchange import Exchange
from edge.main import LIMITS, TIMEOUT
from edge.netstrings import netstring, read_netstring
from edge.settings import Settings

from tests.contacts.calling import NATIONAL, SECRET
from tests.waiting import end, eventually

ALIVE_EVERY_SECONDS = 20.0
RINGS_SECONDS = (0.5, 3.0)
NOT_PICKED_UP = 0.15
# Of so many callers one hangs up at once, and one before anybody has picked up.
AT_ONCE, IMPATIENT = 12, 10
PATIENCE_SECONDS = (0.2, 2.0)
# Of so many answers of contacts one is lost on its way to the edge.
LOST_ANSWERS = 10
SETTLED_WITHIN = 60.0
Told = dict[str, Any]


class Lossy(httpx.AsyncBaseTransport):
    """The way to contacts, on which answers are lost: the edge sends again what was taken."""

    def __init__(self) -> None:
        self.way = httpx.AsyncHTTPTransport(limits=LIMITS)
        self.lost = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self.way.handle_async_request(request)
        if answer.is_success and random.randrange(LOST_ANSWERS) == 0:
            await answer.aclose()
            self.lost += 1
            raise httpx.ReadError("lost on the way")
        return answer

    async def aclose(self) -> None:
        await self.way.aclose()


@dataclass
class Switchboard:
    """The calls of an evening.

    `ends` says how each call ended, `answered` at which extension it was picked up. `faults` are
    what was seen that must not be.
    """

    talk_seconds: tuple[float, float]
    ends: dict[UUID, str] = field(default_factory=dict)
    answered: dict[UUID, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    _told: Counter[UUID] = field(default_factory=Counter)
    _busy: dict[str, UUID] = field(default_factory=dict)
    _calls: set[UUID] = field(default_factory=set)
    _asked: dict[int, asyncio.Future[Told]] = field(default_factory=dict)
    _labels: "count[int]" = field(default_factory=count)
    _edge: asyncio.StreamWriter | None = None

    @property
    def counted(self) -> Counter[str]:
        """Return how many calls ended in which way."""
        return Counter(self.ends.values())

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hear the edge's answers."""
        self._edge = writer
        with suppress(asyncio.IncompleteReadError):  # the edge has left
            while True:
                told = json.loads(await read_netstring(reader))
                asked = self._asked.pop(told["label"])
                if not asked.done():  # else the caller hung up meanwhile
                    asked.set_result(told)

    async def say_alive(self) -> None:
        """Tell which calls there are, again and again."""
        while True:
            await eventually(self._has_edge)
            self._send({"alive": [str(one) for one in self._calls]})
            await asyncio.sleep(ALIVE_EVERY_SECONDS)

    async def ring(self, calls: int, seconds: float) -> None:
        """Let so many calls come within so many seconds, and return when all are over."""
        await eventually(self._has_edge)
        async with asyncio.TaskGroup() as callers:
            for place in range(1, calls + 1):
                callers.create_task(self._call(place))
                await asyncio.sleep(seconds / calls * random.uniform(0.5, 1.5))

    async def _has_edge(self) -> bool:
        return self._edge is not None

    async def _call(self, place: int) -> None:
        call, began = uuid4(), asyncio.get_running_loop().time()
        self._calls.add(call)
        try:
            async with asyncio.timeout(_patience(place)):
                told = await self._until_answered(call)
        except TimeoutError:
            self.ends[call] = "hung up"
            self._hang_up(call, twice=place % 2 == 0)
        else:
            self.waits.append(asyncio.get_running_loop().time() - began)
            if told["action"] == "ring":
                await self._talk(call, told["extension"])
            else:
                self.ends[call] = told.get("message") or told["action"]
            if told["action"] == "fallback":  # others are rung, of whom contacts knows nothing
                self._hang_up(call)
        self._calls.discard(call)

    async def _until_answered(self, call: UUID) -> Told:
        """Return the instruction by which somebody picked up, or that by which nobody will."""
        number = f"+316{random.randrange(10**8):08}"
        told = await self._ask(call, "call", number=NATIONAL, caller=number, diverted="")
        while True:
            if told["action"] == "wait":
                told = await self._ask(call, "next")
            elif told["action"] == "ring":
                if await self._picks_up(call, told["extension"]):
                    return told
                self._told[call] += 1
                told = await self._ask(
                    call, "not_answered", extension=told["extension"], n=self._told[call]
                )
            else:
                return told

    async def _picks_up(self, call: UUID, extension: str) -> bool:
        """Let a telephone ring; it has this call then, until it is over or not picked up."""
        if (other := self._busy.setdefault(extension, call)) and other != call:
            self.faults.append(f"{extension} rings for {call}, and has {other}")
        picked_up = False
        try:
            await asyncio.sleep(random.uniform(*RINGS_SECONDS))
            picked_up = random.random() >= NOT_PICKED_UP
        finally:
            if not picked_up:
                self._busy.pop(extension, None)
        return picked_up

    async def _talk(self, call: UUID, extension: str) -> None:
        self.answered[call] = extension
        self._tell(call, "answered", extension=extension)
        await asyncio.sleep(random.uniform(*self.talk_seconds))
        self._busy.pop(extension, None)
        self.ends[call] = "talked"
        by = random.choice(("caller", "listener"))
        self._hang_up(call, by=by, twice=random.random() < 0.5)

    def _hang_up(self, call: UUID, *, by: str = "caller", twice: bool = False) -> None:
        """Tell that somebody hung up; both did where it is `twice`."""
        self._tell(call, "hung_up", by=by)
        if twice:
            self._tell(call, "hung_up", by="caller" if by == "listener" else "listener")

    async def _ask(self, call: UUID, ask: str, **more: Any) -> Told:
        label = next(self._labels)
        answer = self._asked[label] = asyncio.get_running_loop().create_future()
        self._send({"ask": ask, "call": str(call), "index": 0, "label": label, **more})
        return await answer

    def _tell(self, call: UUID, tell: str, **more: str) -> None:
        self._told[call] += 1
        self._send({"tell": tell, "call": str(call), "n": self._told[call], **more})

    def _send(self, said: Told) -> None:
        assert self._edge is not None
        self._edge.write(netstring(json.dumps(said).encode()))


def _patience(place: int) -> float | None:
    """Return after how many seconds a caller hangs up who was not answered; None: does not."""
    if place % AT_ONCE == 0:
        return random.uniform(0, 0.02)
    return random.uniform(*PATIENCE_SECONDS) if place % IMPATIENT == 0 else None


@asynccontextmanager
async def switchboard(
    address: str, talk_seconds: tuple[float, float]
) -> AsyncIterator[Switchboard]:
    """Give a switchboard whose edge asks contacts at an address.

    In the end all that happened is told: fail where contacts does not take it.
    """
    board = Switchboard(talk_seconds)
    server = await asyncio.start_server(board.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    settings = Settings(contacts_url=address, exchange_secrets=SECRET, kamailio_port=port)
    async with httpx.AsyncClient(transport=Lossy(), base_url=address, timeout=TIMEOUT) as client:
        contacts = Contacts(client, settings.keys)
        deliveries = Deliveries(contacts)

        async def all_told() -> bool:
            return not deliveries.last

        staying = asyncio.create_task(Exchange(settings, contacts, deliveries, DayTokens()).stay())
        alive = asyncio.create_task(board.say_alive())
        try:
            yield board
            await eventually(all_told, SETTLED_WITHIN)
        finally:
            await end(staying, alive)
            server.close()
