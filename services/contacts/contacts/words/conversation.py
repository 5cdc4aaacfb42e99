"""The conversations of this process: who is connected here, and the way to the other side.

Both sides here: from one to the other. The other side elsewhere: sealed, by core NATS on the
conversation's subject. Nothing waits here for anybody: what is lost on the way is with one of the
browsers, which is asked for it again.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from contacts.words.frames import OTHER, Side
from contacts.words.seal import Seal

log = logging.getLogger(__name__)

Outlet = Callable[[bytes], None]
"""Takes a frame (JSON) for one browser; never waits."""

HELLO, SEALED = b"H", b"S"
MARKS: dict[Side, bytes] = {"seeker": b"s", "listener": b"l"}
SIDES = {mark: side for side, mark in MARKS.items()}
ANSWER = b"a"
THERE = b'{"type":"there"}'


class Conversation:
    """One conversation, as far as it is connected to this process."""

    def __init__(self, attempt_id: UUID, process_id: UUID, secret: bytes) -> None:
        self.subject = f"chat.{attempt_id}"
        self.outlets: dict[Side, Outlet] = {}
        self.seal = Seal(attempt_id, process_id, secret)
        self.bus: Client | None = None
        self.subscription: Subscription | None = None

    async def pass_on(self, by: Side, frame: bytes) -> None:
        """Pass a frame on to the other side, here and wherever else it is connected."""
        self._deliver(OTHER[by], frame)
        for peer in list(self.seal.peers):
            await self._publish(SEALED, self.seal.close(peer, MARKS[by] + frame))

    async def say_hello(self, answer: bytes = b"") -> None:
        """Introduce this process to the others, with the sides that it has."""
        sides = b"".join(MARKS[side] for side in self.outlets)
        await self._publish(HELLO, self.seal.introduction(sides + answer))

    def tell_there(self, side: Side) -> None:
        """Tell the other side's browser here that this side has come."""
        self._deliver(OTHER[side], THERE)

    async def follow(self, bus: Client) -> None:
        """Hear the other processes, and be heard."""
        if self.subscription is None:
            self.bus = bus
            self.subscription = await bus.subscribe(self.subject, cb=self._hear)
        await self.say_hello()

    async def leave(self) -> None:
        """Hear no more."""
        if self.subscription is not None:
            with suppress(nats.errors.Error):
                await self.subscription.unsubscribe()
            self.subscription = None

    async def _hear(self, message: Msg) -> None:
        kind, body = message.data[:1], message.data[1:]
        if kind == HELLO:
            met = self.seal.meet(body)
            if met is None:
                return
            sides = met[1]
            if not sides.endswith(ANSWER):
                await self.say_hello(ANSWER)
            for mark in SIDES.keys() & {sides[i : i + 1] for i in range(len(sides))}:
                self.tell_there(SIDES[mark])
        elif kind == SEALED and (words := self.seal.open(body)):
            self._deliver(OTHER[SIDES[words[:1]]], words[1:])

    def _deliver(self, side: Side, frame: bytes) -> None:
        if outlet := self.outlets.get(side):
            outlet(frame)

    async def _publish(self, kind: bytes, body: bytes) -> None:
        if self.bus is not None:
            with suppress(nats.errors.Error):  # the browsers ask again for what was lost
                await self.bus.publish(self.subject, kind + body)


class Conversations:
    """All conversations of this process, by attempt."""

    def __init__(self, process_id: UUID) -> None:
        self.process_id = process_id
        self.open: dict[UUID, Conversation] = {}
        self.bus: Client | None = None

    async def come(self, attempt_id: UUID, side: Side, secret: bytes, outlet: Outlet) -> None:
        """Connect a side's browser; a newer one takes the place of an older."""
        conversation = self.open.get(attempt_id)
        if conversation is None:
            conversation = Conversation(attempt_id, self.process_id, secret)
            self.open[attempt_id] = conversation
        conversation.outlets[side] = outlet
        conversation.tell_there(side)
        if OTHER[side] in conversation.outlets:
            outlet(THERE)
        if self.bus is not None:
            await self._follow(conversation)

    async def go(self, attempt_id: UUID, side: Side, outlet: Outlet) -> None:
        """Disconnect a side's browser, unless a newer one has its place; keys go with the last."""
        conversation = self.open.get(attempt_id)
        if conversation is None or conversation.outlets.get(side) != outlet:
            return
        del conversation.outlets[side]
        if not conversation.outlets:
            del self.open[attempt_id]
            await conversation.leave()

    async def pass_on(self, attempt_id: UUID, by: Side, frame: bytes) -> None:
        """Pass a frame on, if the conversation is open here."""
        if conversation := self.open.get(attempt_id):
            await conversation.pass_on(by, frame)

    async def follow_bus(self, bus: Client) -> None:
        """Use the bus, which is there for the first time or again."""
        self.bus = bus
        for conversation in list(self.open.values()):
            await self._follow(conversation)

    async def _follow(self, conversation: Conversation) -> None:
        if self.bus is not None:
            with suppress(nats.errors.Error):
                await conversation.follow(self.bus)
