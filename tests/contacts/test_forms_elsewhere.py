"""A form whose requests are taken by two processes in turn: what is sent is said once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.contacts.chatting import Desk, desk, listener, processes
from tests.contacts.given import VOLUNTEER
from tests.platform import Platform

PATH = "/contacts/help/plain"
WORD = {"by": "seeker", "n": 1, "text": "hello"}


class Pages:
    """The two processes as the listener's browser meets them, each time one takes the form."""

    def __init__(self, desk: Desk, attempt: str, ask: Callable[..., Awaitable[int]]) -> None:
        self.desk, self.attempt, self.ask = desk, attempt, ask
        self.met: set[str] = set()

    async def asks(self) -> str:
        """Return the page of a process that takes the form, and asks what was said before."""
        frame = await self.desk.talk.until(
            lambda frame: frame["type"] == "want" and frame["page"] not in self.met
        )
        self.met.add(frame["page"])
        return str(frame["page"])

    async def answers(self, page: str, *words: object) -> None:
        """Answer it with what the help seeker has said."""
        await self.sends(type="again", page=page, seeker=len(words), listener=0, words=words)

    async def answers_each(self, *words: object) -> None:
        """Answer whoever asks from now on: both may take the form more than once."""
        while True:
            await self.answers(await self.asks(), *words)

    async def sends(self, **frame: object) -> None:
        """Send a frame of the chat."""
        await self.desk.talk.send(chat=self.attempt, **frame)


@asynccontextmanager
async def a_form(platform: Platform, folder: Path) -> AsyncIterator[Pages]:
    """Give a chat by a form, answered, between two processes."""
    async with (
        processes(platform, 2, folder) as each,
        desk(each[0], VOLUNTEER) as own,
        httpx.AsyncClient(timeout=60) as browser,
    ):

        async def ask(process: int, **form: str) -> int:
            url = each[process].address + PATH
            origin = {"Origin": each[process].address}
            if form:
                answer = await browser.post(url, data=form, headers=origin)
            else:
                answer = await browser.get(f"{url}/words?still")
            return answer.status_code

        shift = await listener(platform, VOLUNTEER)
        await platform.handled("contacts", 3)
        await own.does("PUT", shiftId=str(shift), state="present")
        assert await ask(0, do="start") == 303
        pages = Pages(own, await own.answers(), ask)
        await pages.answers(await pages.asks())
        yield pages


async def test_who_waits_to_say_something_takes_the_form_back(
    platform: Platform, tmp_path: Path
) -> None:
    async with a_form(platform, tmp_path) as pages, asyncio.TaskGroup() as tasks:
        # given a process that waits to be told what was said before
        sending = tasks.create_task(pages.ask(1, do="say", text="hello"))
        await pages.asks()
        # when the frame of the page is taken by the other one
        looking = tasks.create_task(pages.ask(0))
        await pages.asks()
        # then the first one asks again, and says it
        answering = tasks.create_task(pages.answers_each())
        assert (await pages.desk.talk.of("say", n=1))["text"] == "hello"
        await pages.sends(type="got", n=1)
        assert (await sending, await looking) == (303, 200)
        answering.cancel()


@pytest.mark.parametrize("came", [True, False])
async def test_what_was_on_its_way_is_said_once(
    platform: Platform, tmp_path: Path, came: bool
) -> None:
    async with a_form(platform, tmp_path) as pages, asyncio.TaskGroup() as tasks:
        # given something that was said, of which it is not known yet whether it came
        sending = tasks.create_task(pages.ask(1, do="say", text="hello"))
        await pages.answers(await pages.asks())
        await pages.desk.talk.of("say", n=1, text="hello")
        # when the frame of the page is taken by the other one
        looking = tasks.create_task(pages.ask(0))
        await pages.asks()
        # then the first one takes it back, and says it again only where it did not come
        answering = tasks.create_task(pages.answers_each(*([WORD] if came else [])))
        if not came:
            await pages.desk.talk.of("say", n=1, text="hello")
            await pages.sends(type="got", n=1)
        assert (await sending, await looking) == (303, 200)
        answering.cancel()
        more = {frame["n"] for frame in pages.desk.talk.frames if frame["type"] == "say"}
        assert more <= (set() if came else {1})
