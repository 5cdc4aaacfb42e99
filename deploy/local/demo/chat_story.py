"""Contacts: an evening of chats, held by help seekers and listeners at their browsers."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from demo.channels_story import Channels, call_ids
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
class ChatStory:
    """The evening as it is played: at which contacts, by whom, and what its tables hold (`url`).

    `operator` is the header of who sets the clock, `header_of` that of a volunteer. `secret` is
    what the telephone exchange signs with.
    """

    address: str
    url: str
    evening: Evening
    known: Known
    operator: Mapping[str, str]
    header_of: HeaderOf
    doing: Doing
    secret: str

    async def play(self) -> list[str]:
        """Hold the chats that were not held before; return what was wrong with their words."""
        before = await self.held()
        chats = self.evening.chats[before.offered :]
        self.doing.begin("holds chats", len(chats))
        wrong: list[str] = []
        if chats or before.open_ones:
            begins = max(self.evening.begins_at, before.last_at or self.evening.begins_at)
            try:
                async with asyncio.timeout(LONGEST_SECONDS):
                    wrong = await self._play(chats, begins)
            except TimeoutError:
                raise StillAway(f"the chats were not over within {LONGEST_SECONDS:.0f} s") from None
        self.doing.begin("has held the chats")
        return wrong

    async def _play(self, chats: Sequence[Chat], begins: datetime) -> list[str]:
        async with (
            # Clients of its own: those that register contacts leave no turn to others.
            api("contacts", self.address, self.doing, lambda _: self.operator) as contacts,
            story_clock(contacts, begins, RATE) as clock,
        ):
            try:
                return await self._hold(chats, clock, contacts)
            finally:
                await self._let_all_go(clock)

    async def held(self) -> Held:
        """Return what contacts holds of the evening."""
        return await read_evening(self.url, self.evening)

    async def _hold(self, chats: Sequence[Chat], clock: StoryClock, contacts: Api) -> list[str]:
        listeners = self._listeners(clock, closing := asyncio.Event())
        come = [chat for chat in chats if not chat.after_closing]
        async with asyncio.TaskGroup() as at_desks:
            for listener in listeners:
                at_desks.create_task(listener.listen())
            for listener in listeners:
                await listener.seated.wait()
            wrong = await self._come(come, clock)
            if chats:
                wrong += await self._channels(clock, contacts)
            # Also those of whom the help seeker's browser knows nothing, because their welcome
            # was lost with a process.
            await clock.let_all_go()
            await until(self._all_registered, "every chat is registered", REGISTERED_SECONDS)
            closing.set()
        late = [chat for chat in chats if chat.after_closing]
        wrong += await self._come(late, clock)
        return wrong + [fault for listener in listeners for fault in listener.faults]

    async def _channels(self, clock: StoryClock, contacts: Api) -> list[str]:
        """Play the calls and letters; return what was wrong with them."""
        channels = Channels(
            contacts, clock, self.secret,
            lambda one: self.header_of(self.known.volunteers[one.number]),
            self.evening.calls, self.evening.letters,
        )  # fmt: skip
        return await channels.play([one for shift in self.evening.shifts for one in shift.team])

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
    return await retry(lambda: read_held(url, evening.span, call_ids(evening.calls)))
