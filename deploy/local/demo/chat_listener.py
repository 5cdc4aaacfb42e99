"""A listener of the evening: answers, passes, lets lapse, chats, refers, registers, pauses."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any

from demo.attempts import URGENCIES
from demo.chat import Desk, at_desk
from demo.chat_plan import ANSWERS_AFTER_SECONDS, PAUSE_SECONDS, Habits, Registration
from demo.chat_words import is_goodbye, order_broken, reply
from demo.client import Refused
from demo.story_clock import StoryClock

PARTNER = "113online"
# The telephones of sipp do as the first digit says: scenarios/listener.xml.
FIRST_EXTENSION = 6000
SETTLED = ("accepted", "declined", "timed_out", "connected")
# What a listener's act meets where the chat has ended, or went elsewhere, meanwhile.
TOO_LATE = ("not-your-chat", "already-referred", "handover-not-accepted", "handover-settled-before")

Act = tuple[str, str]


@dataclass
class Listener:
    """One listener at a desk from the first help seeker until `closing` is set.

    `seated` is set once they are present. `faults` are words that were not in order.
    """

    address: str
    headers: Mapping[str, str]
    habits: Habits
    clock: StoryClock
    closing: asyncio.Event
    seated: asyncio.Event = field(default_factory=asyncio.Event)
    faults: list[str] = field(default_factory=list)
    _desk: Desk = field(init=False)
    _known: set[Act] = field(default_factory=set)
    _registrations: dict[str, Registration] = field(default_factory=dict)
    _handovers: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _acts: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)

    async def listen(self) -> None:
        """Work at the desk, and leave it."""
        async with at_desk(self.address, self.headers) as self._desk:
            # Known once contacts has heard of the place that was filled.
            await self._desk.until(lambda: self._desk.view.get("shifts"))
            self._desk.extension = str(FIRST_EXTENSION + self.habits.number)
            await self._desk.sit_down(self._shift())
            self.seated.set()
            async with self._acts:
                watching = self._acts.create_task(self._watch())
                await self.closing.wait()
                watching.cancel()
            await self._desk.leave()

    async def _watch(self) -> None:
        """Do what is to be done, each thing once, and several at the same time."""
        while True:
            await self._desk.until(lambda: self._to_do() - self._known)
            for act in self._to_do() - self._known:
                self._known.add(act)
                self._acts.create_task(self._do(*act))

    def _to_do(self) -> set[Act]:
        """Return what is to be done: an offer once each time that it is made, as is an answer."""
        desk = self._desk
        # A call is answered by the telephone.
        acts = {
            (f"offer {one['offeredAt']}", one["attemptId"])
            for one in desk.offers
            if one["channel"] != "telephone"
        }
        acts |= {
            (f"talk {one['answeredAt']}", one["attemptId"])
            for one in desk.chats
            if one["attemptId"] in desk.words and one["channel"] != "telephone"
        }
        acts |= {("register", one["attemptId"]) for one in desk.to_register}
        # The browser was gone for so long that the desk was left.
        return acts | ({("sit down", "")} if desk.view.get("desk") is None else set())

    async def _do(self, act: str, attempt_id: str) -> None:
        kind, _, moment = act.partition(" ")
        if kind == "offer":
            await self._react(attempt_id)
        elif kind == "talk":
            await self._talk(attempt_id, moment)
        elif kind == "register":
            await self._register(attempt_id)
        else:
            await self._desk.sit_down(self._shift())
            self._known.discard((act, attempt_id))

    async def _react(self, attempt_id: str) -> None:
        reaction = self.habits.reaction()
        await self._spend(ANSWERS_AFTER_SECONDS)
        if reaction == "answer":
            await self._desk.answer(attempt_id)
        elif reaction == "pass":
            await self._desk.pass_on(attempt_id)

    async def _talk(self, attempt_id: str, answered_at: str) -> None:
        """Answer each thing that the help seeker says, until it is over or given back."""
        desk, registration = self._desk, self._registration(attempt_id)
        while True:
            await desk.until(
                lambda: not self._has(attempt_id, answered_at) or self._next(attempt_id)
            )
            text = self._next(attempt_id)
            if not self._has(attempt_id, answered_at) or text is None:
                break
            if is_goodbye(text):
                await self._part(attempt_id)
                break
            await self._spend(ANSWERS_AFTER_SECONDS)
            if self._has(attempt_id, answered_at):
                desk.say(attempt_id, reply(text))
                desk.look(attempt_id)
            if registration.referral and attempt_id not in self._handovers:
                refer = self._refer(attempt_id, registration.referral)
                self._handovers[attempt_id] = self._acts.create_task(refer)
        if order_broken(desk.words[attempt_id].log):
            self.faults.append(f"the words of attempt {attempt_id} are not each once and in order")

    async def _part(self, attempt_id: str) -> None:
        """End the chat; not before the partner to whom the help seeker is handed over answered."""
        if handover := self._handovers.get(attempt_id):
            await handover
        await self._desk.end(attempt_id)

    async def _refer(self, attempt_id: str, mode: str) -> None:
        """Refer the help seeker; hand over as soon as the partner has accepted."""
        await _unless_late(
            self._desk.refer(attempt_id, PARTNER, mode, URGENCIES[mode])  # type: ignore[index]
        )
        if mode != "warm_handover":
            return
        await self._desk.until(lambda: self._step(attempt_id) in (None, *SETTLED))
        for made in self._chat(attempt_id).get("referrals", ()):
            if made["step"] == "accepted":
                await _unless_late(self._desk.connect(attempt_id, made["referralId"]))

    async def _register(self, attempt_id: str) -> None:
        drawn = self._registration(attempt_id)
        [ended] = [one for one in self._desk.to_register if one["attemptId"] == attempt_id]
        said: dict[str, Any] = {
            "kind": drawn.kind, "topics": drawn.topics, "outcome": drawn.outcome,
        }  # fmt: skip
        if ended["referrals"] and drawn.kind != "conversation":  # by the listener before
            said = {"kind": "conversation", "topics": ["other"], "outcome": "referred"}
        await self._desk.register(attempt_id, **said, heavy=drawn.heavy)
        if self.habits.wants_pause(drawn) and not self.closing.is_set():
            await self._be("paused")
            await self._spend(PAUSE_SECONDS)
            await self._be("present")

    def _registration(self, attempt_id: str) -> Registration:
        if attempt_id not in self._registrations:
            self._registrations[attempt_id] = self.habits.registration()
        return self._registrations[attempt_id]

    async def _be(self, state: str) -> None:
        await self._desk.be(state, self._shift())

    def _shift(self) -> str:
        return str(self._desk.view["shifts"][0]["shiftId"])

    async def _spend(self, between: tuple[int, int]) -> None:
        await asyncio.sleep(self.clock.real_seconds(self.habits.seconds(between)))

    def _chat(self, attempt_id: str) -> Mapping[str, Any]:
        return next((one for one in self._desk.chats if one["attemptId"] == attempt_id), {})

    def _has(self, attempt_id: str, answered_at: str) -> bool:
        return self._chat(attempt_id).get("answeredAt") == answered_at

    def _step(self, attempt_id: str) -> str | None:
        """Return how far the handover is; None where the chat is over."""
        made = self._chat(attempt_id).get("referrals", ())
        return next((one["step"] for one in made), "offered" if self._chat(attempt_id) else None)

    def _next(self, attempt_id: str) -> str | None:
        """Return what the help seeker said and nobody has answered yet."""
        words = self._desk.words[attempt_id]
        said = [word.text for word in words.log if word.by == "seeker"]
        answered = sum(word.by == "listener" for word in words.log) + len(words.unsent)
        return said[answered] if answered < len(said) else None


async def _unless_late(act: Awaitable[None]) -> None:
    """Do it; nothing where the chat is over, or somebody else's, by now."""
    try:
        await act
    except Refused as refused:
        if not any(code in str(refused) for code in TOO_LATE):
            raise
