"""Help seekers and listeners who chat for a while, and what became of each attempt."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from contacts.words.transcript import Transcript
from demo.chat import Desk, Over, Seeker, at_desk
from demo.chat.connection import Frame
from shared.roles import Role

from tests.issuing import header_for
from tests.waiting import eventually

REGISTRATION = {"kind": "conversation", "topics": ["loneliness"], "outcome": "helped_by_talk"}
SAYS_EVERY_SECONDS = 2.0
IN_STEP_SECONDS = 120.0
LEAST_KILLS = 2
COME_AT_ONCE = 8
FIRST_EXTENSION = 1000

Play = Callable[[], Coroutine[Any, Any, None]]


@dataclass
class Evening:
    """Many chats at once at one address, for some seconds; then the last of them come to an end.

    `begun` is set when all listeners are present. `kills` is counted by whoever kills replicas
    meanwhile: it lasts until there were some.

    `answers` says who has answered an attempt, by what the desks were told. `faults` are what the
    browsers saw that must not be. `delays` are how long browsers were away, in seconds.
    """

    address: str
    seconds: float
    chat_seconds: tuple[float, float]
    answers: dict[str, list[UUID]] = field(default_factory=dict)
    desks: dict[UUID, Desk] = field(default_factory=dict)
    ended: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    words: int = 0
    kills: int = 0
    transcripts: dict[str, Transcript] = field(default_factory=dict)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    _coming: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(COME_AT_ONCE))
    _until: float = 0.0

    async def run(
        self, shift_id: UUID, listeners: Mapping[UUID, str], chats: int, *beside: Play
    ) -> None:
        """Let so many help seekers chat at once, one after another, and play others beside.

        `listeners` have their extensions.
        """
        async with asyncio.TaskGroup() as at_desks:
            working = [
                at_desks.create_task(self._listen(shift_id, id_, extension))
                for id_, extension in listeners.items()
            ]
            await eventually(self._all_present(len(listeners)), IN_STEP_SECONDS)
            self._until = time.monotonic() + self.seconds
            self.begun.set()
            async with asyncio.TaskGroup() as seekers:
                for place in range(chats):
                    seekers.create_task(self._ask_for_help(place))
                for play in beside:
                    seekers.create_task(play())
            async with asyncio.timeout(IN_STEP_SECONDS):
                for desk in self.desks.values():
                    await desk.until(lambda: _is_idle(desk))  # noqa: B023
            for task in working:
                task.cancel()
        for desk in self.desks.values():
            self.delays += desk.connection.delays

    def _all_present(self, count: int) -> Callable[[], Awaitable[bool]]:
        async def all_present() -> bool:
            return sum(bool(desk.view.get("desk")) for desk in self.desks.values()) == count

        return all_present

    async def _ask_for_help(self, place: int) -> None:
        while time.monotonic() < self._until or self.kills < LEAST_KILLS:
            seeker = Seeker(self.address)
            running = asyncio.create_task(seeker.run())
            with suppress(Over):
                await self._chat(seeker, listener_ends=place % 2 == 0)
            state = await running
            self.ended[str(state.get("reason", state["phase"]))] += 1
            self.delays += seeker.connection.delays

    async def _chat(self, seeker: Seeker, *, listener_ends: bool) -> None:
        await seeker.until(lambda: seeker.phase == "answered")
        name = uuid4().hex[:8]
        expected: list[str] = []
        ends_at = time.monotonic() + random.uniform(*self.chat_seconds)
        while True:
            last = time.monotonic() >= ends_at
            expected.append(f"{name} {'over' if last else len(expected)}")
            seeker.say(expected[-1])
            if last:
                break
            await asyncio.sleep(SAYS_EVERY_SECONDS * random.uniform(0.5, 1.5))
        async with asyncio.timeout(IN_STEP_SECONDS):
            # the listener says each word once more
            await seeker.until(lambda: _spoken(seeker.words, "listener")[-1:] == expected[-1:])
        self._compare("help seeker", seeker.words, expected)
        self._compare("listener", self.transcripts[name], expected)
        self.words += len(seeker.words.log)
        if listener_ends:
            seeker.say("end")
        else:
            seeker.end()
        await seeker.until(lambda: seeker.phase in ("ended", "unknown"))

    def _compare(self, who: str, seen: Transcript, expected: Sequence[str]) -> None:
        """Note words that were lost, doubled or moved."""
        for by in ("seeker", "listener"):
            if _spoken(seen, by) != list(expected):
                self.faults.append(f"{who} sees of the {by} {_spoken(seen, by)}, not {expected}")

    async def _listen(self, shift_id: UUID, id_: UUID, extension: str) -> None:
        headers = header_for(Role.LISTENER, person=id_)
        known: set[tuple[str, str]] = set()
        async with at_desk(self.address, headers) as desk, asyncio.TaskGroup() as acts:
            self.desks[id_] = desk
            desk.extension = extension
            async with self._coming:
                await desk.sit_down(shift_id)
            while True:
                await desk.until(lambda: _to_do(desk) - known or not desk.view.get("desk"))
                if not desk.view.get("desk"):  # gone for so long that the service made it absent
                    await desk.sit_down(shift_id)
                for act, attempt_id in _to_do(desk) - known:
                    known.add((act, attempt_id))
                    acts.create_task(self._act(act, attempt_id, id_, desk))

    async def _act(self, act: str, attempt_id: str, id_: UUID, desk: Desk) -> None:
        if act.startswith("answer"):
            if await desk.answer(attempt_id):
                self.answers.setdefault(attempt_id, []).append(id_)
        elif act == "talk":
            await self._talk(attempt_id, desk)
        else:
            await desk.register(attempt_id, **REGISTRATION)

    async def _talk(self, attempt_id: str, desk: Desk) -> None:
        """Say each word of the help seeker once more, until it is `end`.

        Where another listener had the chat before, that one's words count.
        """
        while True:
            await desk.until(lambda: _unanswered(desk.words[attempt_id]))
            words = desk.words[attempt_id]
            word = _unanswered(words)[0]
            if word == "end":
                await desk.end(attempt_id)
                return
            self.transcripts[word.split()[0]] = words
            desk.say(attempt_id, word)


def with_extensions(listeners: Sequence[UUID]) -> dict[UUID, str]:
    """Return an extension for each listener."""
    return {id_: str(number) for number, id_ in enumerate(listeners, FIRST_EXTENSION)}


def _unanswered(words: Transcript) -> list[str]:
    """Return what the help seeker said and was not answered, once all that was said is known."""
    said, answered = _spoken(words, "seeker"), _spoken(words, "listener")
    return said[len(answered) :] if words.in_step else []


def _to_do(desk: Desk) -> set[tuple[str, str]]:
    """Return what a listener does now: each once, an offer once each time that it is made.

    A call is answered, and ended, by the telephone.
    """
    offers = {(f"answer {one['offeredAt']}", one["attemptId"]) for one in _written(desk.offers)}
    chats = {("talk", one["attemptId"]) for one in _written(desk.chats)
             if one["attemptId"] in desk.words}  # fmt: skip
    return offers | chats | {("register", one["attemptId"]) for one in desk.to_register}


def _written(attempts: Sequence[Frame]) -> list[Frame]:
    return [one for one in attempts if one["channel"] != "telephone"]


def _is_idle(desk: Desk) -> bool:
    return not (desk.offers or desk.chats or desk.to_register)


def _spoken(words: Transcript, by: str) -> list[str]:
    return [word.text for word in words.log if word.by == by]
