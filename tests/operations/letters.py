"""Letters that are all written at once, answered by some, and read by those who wrote them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from demo.letters import LetterListener, LetterWriter
from shared.roles import Role

from tests.contacts.letters import browser
from tests.issuing import header_for

LOOK_EVERY_SECONDS = 1.0
ANSWERS_SECONDS = 3.0


@dataclass
class Post:
    """Letters by one port. `faults` are what writers or listeners saw that must not be."""

    port: int
    faults: list[str] = field(default_factory=list)
    answered: int = 0
    read: int = 0

    async def play(self, letters: int, listeners: Sequence[UUID]) -> None:
        """Write so many letters, let the listeners answer and register each, and read all."""
        async with asyncio.TaskGroup() as answering:
            for one in listeners:
                answering.create_task(self._answer(one, letters))
            texts = [f"Brief {number}" for number in range(letters)]
            phrases = await asyncio.gather(*(self._write(text) for text in texts))
        await asyncio.gather(*map(self._read, texts, phrases))

    async def _write(self, text: str) -> str:
        async with browser([self.port], {}) as client:
            return await LetterWriter(client).write(text)

    async def _read(self, text: str, phrase: str) -> None:
        async with browser([self.port], {}) as client:
            found = await LetterWriter(client).read(phrase)
        if found != [("seeker", text), ("listener", _answer_to(text))]:
            self.faults.append(f"{text!r} is read as {found}")
        self.read += 1

    async def _answer(self, listener: UUID, letters: int) -> None:
        headers = header_for(Role.LISTENER, person=listener)
        async with browser([self.port], headers) as client:
            at_list = LetterListener(client)
            while self.answered < letters:
                path = await at_list.take()
                if path is None:
                    await asyncio.sleep(LOOK_EVERY_SECONDS)
                    continue
                [(_, text)] = await at_list.read(path)
                await asyncio.sleep(ANSWERS_SECONDS)
                await at_list.answer(path, _answer_to(text))
                await at_list.register(path)
                self.answered += 1


def _answer_to(text: str) -> str:
    return f"Antwoord op {text}"
