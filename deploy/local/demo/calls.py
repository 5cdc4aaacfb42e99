"""Contacts: the calls of the evening, by the real exchange, or by its signed messages alone.

Where Kamailio and sipp are installed, sipp calls, Kamailio rings, and the edge asks contacts;
elsewhere `exchange.py` says what the edge would say.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import httpx

from demo.asking_again import AskingAgain
from demo.chance import chance
from demo.exchange import Exchange, play_call
from demo.retrying import until
from demo.sip_exchange import INSTALL, lacking, sip_exchange
from demo.story_clock import StoryClock

NATIONAL = "0900555"
# What the numbers of all callers hold, however they are written: longer than any of the country.
CALLERS_HOLD = "6123456789"
BY_SIP, BY_MESSAGES = "Kamailio and sipp", "signed messages"
# Of those who are rung so many do not pick up; a call lasts so long, in seconds of the clock. The
# telephones of sipp do the same: scenarios/listener.xml and talks.xml.
NOT_PICKED_UP, LASTS_SECONDS = 0.15, (30, 120)
PICKED_UP_SECONDS = (3, 12)
# A call of which the exchange says nothing for a minute of the clock is over.
ALIVE_SECONDS = 2
LONGEST_SECONDS = 300.0
ENDED_SECONDS = 60.0
BY_ITSELF = "the fixed list is rung"


@dataclass(frozen=True)
class CallsPlayed:
    """What came of the calls: by which way they came, and in words what was wrong.

    `by_itself` counts those for which the exchange had no word from contacts in time, and rang its
    fixed list: they are registered by hand.
    """

    came_by: str
    by_itself: int = 0
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Calls:
    """So many calls, one every `every` seconds of the clock, to the contacts at an address.

    `secret` is what the exchange signs with, `folder` is for what the real one writes. `all_over`
    says whether contacts holds no call that is still open.
    """

    address: str
    secret: str
    folder: Path
    clock: StoryClock
    number: int
    every: float
    all_over: Callable[[], Awaitable[bool]]

    async def play(self) -> CallsPlayed:
        """Play them by the real exchange where that is installed."""
        return await self._by_messages() if lacking() else await self._by_sip()

    async def _by_sip(self) -> CallsPlayed:
        self.folder.mkdir(parents=True, exist_ok=True)
        every = max(1, round(1000 * self.clock.real_seconds(self.every)))
        given = {"announcements": False, "alive_every": ALIVE_SECONDS}
        async with sip_exchange(self.folder, self.address, self.secret, **given) as exchange:
            before = exchange.log("kamailio").count(BY_ITSELF)
            number = str(self.number)
            rate = ["-m", number, "-l", number, "-r", "1", "-rp", str(every)]
            caller = f"+31{CALLERS_HOLD}"
            otherwise = await exchange.call(
                "talks", NATIONAL, *rate, caller=caller, within=LONGEST_SECONDS
            )
            # The edge may still be telling that the last ones hung up.
            await until(self.all_over, "every call is over", ENDED_SECONDS)
            by_itself = exchange.log("kamailio").count(BY_ITSELF) - before
        failed = f"a call went as no call may: the logs are in {self.folder}"
        return CallsPlayed(BY_SIP, by_itself, (failed,) if otherwise else ())

    async def _by_messages(self) -> CallsPlayed:
        random = chance("calls")

        async def rings(_call: UUID, _extension: str) -> bool:
            await asyncio.sleep(self.clock.real_seconds(random.uniform(*PICKED_UP_SECONDS)))
            return random.random() >= NOT_PICKED_UP

        async def talks(_call: UUID) -> None:
            await asyncio.sleep(self.clock.real_seconds(random.uniform(*LASTS_SECONDS)))

        async with httpx.AsyncClient(
            base_url=self.address, timeout=20, transport=AskingAgain(), trust_env=False
        ) as client:
            exchange, ids = Exchange(client, self.secret), [uuid4() for _ in range(self.number)]

            async def call(place: int) -> None:
                await asyncio.sleep(self.clock.real_seconds(place * self.every))
                await play_call(exchange, NATIONAL, call_id=ids[place], rings=rings, talks=talks)

            async with _alive(exchange, ids), asyncio.TaskGroup() as callers:
                for place in range(self.number):
                    callers.create_task(call(place))
        return CallsPlayed(BY_MESSAGES)


def way_of_calls() -> str:
    """Return in words how calls will come, and what to install so that they come by telephone."""
    if absent := lacking():
        return f"calls come by {BY_MESSAGES}: {', '.join(absent)} not installed ({INSTALL})"
    return f"calls come by {BY_SIP}"


@asynccontextmanager
async def _alive(exchange: Exchange, calls: list[UUID]) -> AsyncIterator[None]:
    """Say which calls there are as often as a clock that runs fast needs it."""

    async def say() -> None:
        while True:
            await exchange.alive(*calls)
            await asyncio.sleep(ALIVE_SECONDS)

    saying_so = asyncio.create_task(say())
    try:
        yield
    finally:
        saying_so.cancel()
        with suppress(asyncio.CancelledError):
            await saying_so
