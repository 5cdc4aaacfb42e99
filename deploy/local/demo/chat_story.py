"""Contacts: an evening of chats, held by help seekers and listeners at their browsers."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from demo.calls import Calls, CallsPlayed
from demo.channels_story import Channels
from demo.chat_listener import Listener
from demo.chat_plan import RATE, Chat, Evening, Habits
from demo.chat_seeker import ask_for_help
from demo.chats_held import Held, read_held
from demo.client import Api, api
from demo.progress import Doing
from demo.retrying import StillAway, retry, until
from demo.story_clock import StoryClock, story_clock
from demo.volunteers_story import Known

LONGEST_SECONDS = 600.0
REGISTERED_SECONDS = 120.0
QUIET_SECONDS = 10.0
HeaderOf = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True)
class Played:
    """What came of the evening: its calls, and in words what was wrong with anything."""

    calls: CallsPlayed
    wrong: list[str]


@dataclass(frozen=True)
class ToCome:
    """What of the evening was not there before."""

    chats: Sequence[Chat]
    calls: int
    letters: int


@dataclass(frozen=True)
class ChatStory:
    """The evening as it is played: at which contacts, by whom, and what its tables hold (`url`).

    `operator` is the header of who sets the clock, `header_of` that of a volunteer. `secret` is
    what the telephone exchange signs with, `exchange` the folder for what it writes.
    """

    address: str
    url: str
    evening: Evening
    known: Known
    operator: Mapping[str, str]
    header_of: HeaderOf
    doing: Doing
    secret: str
    exchange: Path

    async def play(self) -> Played:
        """Let those come who did not come before; return what came of it."""
        before = await self.held()
        come = ToCome(
            self.evening.chats[before.offered("chat") :],
            max(0, self.evening.calls - before.offered("telephone")),
            max(0, self.evening.letters - before.offered("email")),
        )
        self.doing.begin("holds chats", len(come.chats))
        played = Played(CallsPlayed("an earlier run"), [])
        if come.chats or come.calls or come.letters or before.open_ones:
            begins = max(self.evening.begins_at, before.last_at or self.evening.begins_at)
            try:
                async with asyncio.timeout(LONGEST_SECONDS):
                    played = await self._play(come, begins)
            except TimeoutError:
                raise StillAway(f"the chats were not over within {LONGEST_SECONDS:.0f} s") from None
        self.doing.begin("has held the chats")
        return played

    async def _play(self, come: ToCome, begins: datetime) -> Played:
        async with (
            # Clients of its own: those that register contacts leave no turn to others.
            api("contacts", self.address, self.doing, lambda _: self.operator) as contacts,
            story_clock(contacts, begins, RATE) as clock,
        ):
            try:
                return await self._hold(come, clock, contacts)
            finally:
                await self._let_all_go(clock)

    async def held(self) -> Held:
        """Return what contacts holds of the evening."""
        return await read_evening(self.url, self.evening)

    async def _hold(self, come: ToCome, clock: StoryClock, contacts: Api) -> Played:
        listeners = self._listeners(clock, closing := asyncio.Event())
        in_time = [chat for chat in come.chats if not chat.after_closing]
        channels = self._channels(come, clock, contacts)
        team = [one for shift in self.evening.shifts for one in shift.team]
        async with asyncio.TaskGroup() as at_desks:
            for listener in listeners:
                at_desks.create_task(listener.listen())
            for listener in listeners:
                await listener.seated.wait()
            async with asyncio.TaskGroup() as at_once:
                chats = at_once.create_task(self._come(in_time, clock))
                others = at_once.create_task(channels.play(team))
            # Also those of whom the help seeker's browser knows nothing, because their welcome
            # was lost with a process.
            await clock.let_all_go()
            await until(self._all_registered, "every chat is registered", REGISTERED_SECONDS)
            closing.set()
        late = [chat for chat in come.chats if chat.after_closing]
        calls, wrong = others.result()
        wrong = [*chats.result(), *wrong, *calls.wrong, *await self._come(late, clock)]
        return Played(calls, wrong + [fault for one in listeners for fault in one.faults])

    def _channels(self, come: ToCome, clock: StoryClock, contacts: Api) -> Channels:
        """Return the calls, which come while chats do, and the letters."""
        calls = Calls(
            self.address, self.secret, self.exchange, clock, come.calls,
            self.evening.arriving.total_seconds() / max(1, self.evening.calls), self._no_call_open,
        )  # fmt: skip
        return Channels(
            contacts, self.evening.begins_at, calls, come.letters, self.known, self.header_of
        )

    def _listeners(self, clock: StoryClock, closing: asyncio.Event) -> list[Listener]:
        return [
            Listener(
                address=self.address,
                headers=self.header_of(self.known.volunteers[one.number]),
                habits=Habits(one.number),
                clock=clock,
                closing=closing,
            )
            for shift in self.evening.shifts
            for one in shift.team
        ]

    async def _come(self, chats: Sequence[Chat], clock: StoryClock) -> list[str]:
        """Let help seekers come, each in time; return what was wrong with their words."""
        wrong: list[str] = []

        async def come(chat: Chat) -> None:
            await asyncio.sleep(clock.real_seconds(chat.after - chats[0].after))
            found = await ask_for_help(chat, self.address, clock)
            wrong.extend([found] if found else [])
            self.doing.done += 1

        async with asyncio.TaskGroup() as seekers:
            for chat in chats:
                seekers.create_task(come(chat))
        return wrong

    async def _no_call_open(self) -> bool:
        return not (await self.held()).talking("telephone")

    async def _all_registered(self) -> bool:
        return not (await self.held()).open_ones

    async def _let_all_go(self, clock: StoryClock) -> None:
        """Let the chats of an evening that was interrupted end in their own time."""

        async def is_quiet() -> bool:
            return (await self.held()).is_quiet

        if not await is_quiet():
            await clock.let_all_go()
            with suppress(StillAway):  # they end in the present then
                await until(is_quiet, "everybody has gone", QUIET_SECONDS)


async def read_evening(url: str, evening: Evening) -> Held:
    """Return what contacts holds of an evening; its tables are at `url`."""
    return await retry(lambda: read_held(url, evening.span))
