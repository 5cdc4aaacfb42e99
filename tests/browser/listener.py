"""A listener at the desk, without a page: the demo's browser, and what tests ask of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from demo.chat import Desk
from demo.chat import at_desk as desk_of
from demo.client import Refused
from shared.roles import Role

from tests.issuing import header_for
from tests.waiting import eventually

# Both browsers may be cut off: each comes back after a growing delay, and asks for what it missed.
COMES_BACK = 60


class Listener:
    """One desk and its shift."""

    def __init__(self, desk: Desk, shift_id: UUID) -> None:
        self.desk, self.shift_id = desk, shift_id

    async def be(self, state: str) -> None:
        """Be present, paused, or leaving."""

        async def taken() -> bool:
            try:
                await self.desk.be(state, self.shift_id)
            except Refused:  # contacts has not heard of the shift yet
                return False
            return True

        await eventually(taken)

    async def answer(self) -> str:
        """Answer the next offer; return the attempt."""

        async def taken() -> str:
            for offer in self.desk.offers:
                if await self.desk.answer(offer["attemptId"]):
                    return str(offer["attemptId"])
            return ""

        attempt = await eventually(taken)

        async def in_step() -> bool:
            return attempt in self.desk.words and self.desk.words[attempt].in_step

        await eventually(in_step)
        return attempt

    async def end(self, attempt: str) -> None:
        """End a chat."""
        assert await self.desk.end(attempt)

    def say(self, attempt: str, text: str) -> None:
        """Say something in a chat."""
        self.desk.say(attempt, text)

    def type(self, attempt: str) -> None:
        """Begin to write in a chat."""
        self.desk.connection.send({"chat": attempt, "type": "typing"})

    async def hears(self, attempt: str, *texts: str) -> None:
        """Wait until exactly this was said by the help seeker."""

        async def heard() -> bool:
            self.desk.look(attempt)
            log = self.desk.words[attempt].log
            return [word.text for word in log if word.by == "seeker"] == list(texts)

        await eventually(heard, COMES_BACK)

    async def has_ended(self, attempt: str) -> str:
        """Wait until a chat is to be registered; return who ended it."""

        async def found() -> list[Any]:
            ended = self.desk.to_register
            return [one["endedBy"] for one in ended if one["attemptId"] == attempt]

        return str((await eventually(found))[0])


@asynccontextmanager
async def at_desk(address: str, volunteer_id: UUID, shift_id: UUID) -> AsyncIterator[Listener]:
    """Be present at the desk; at the end leave it, whatever is open."""
    headers = header_for(Role.LISTENER, person=volunteer_id)
    async with desk_of(address, headers) as desk:
        listener = Listener(desk, shift_id)
        await listener.be("present")
        try:
            yield listener
        finally:
            for chat in desk.chats:
                await desk.end(chat["attemptId"])
            await desk.leave()
