"""More come than there is place for: asked for work, told to come again, or closed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from contacts.help.crowd import MOST_SOCKETS, Crowd
from contacts.words.browser import FULL, MOST_WAITING, Browser
from demo.chat import Seeker
from demo.chat.seeker import find_nonce
from fastapi import WebSocket
from sensoor.embedded.ports import free_port, release_port
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.contacts.browsers import WITHIN, on_one_shift, present, seeking, told
from tests.contacts.chatting import Talk
from tests.http.serving import listening
from tests.platform import Platform

BURST = 100


@pytest.fixture
async def crowd(platform: Platform) -> AsyncIterator[tuple[Crowd, str]]:
    """Give the crowd of a process of contacts, and the process's address."""
    port = free_port(27900)
    address = f"http://127.0.0.1:{port}"
    running = await platform.service("contacts", public_url=address)
    async with listening(running.app, port):
        yield running.app.state.crowd, address
    release_port(port)


def talking(address: str) -> connect:
    """Return a help seeker's socket."""
    url = address.replace("http", "ws", 1) + "/contacts/help/socket"
    return connect(url, origin=address, compression=None, proxy=None)  # type: ignore[arg-type]


async def test_a_page_that_is_full_says_so_and_takes_who_comes_again(
    crowd: tuple[Crowd, str],
) -> None:
    page, address = crowd
    page.sockets += MOST_SOCKETS
    with pytest.raises(InvalidStatus) as refused:
        await talking(address)
    assert refused.value.response.status_code == 503
    async with seeking(address) as seeker:
        page.sockets -= MOST_SOCKETS
        await told(seeker, "missed")


async def test_who_comes_with_too_many_proves_work_once(
    platform: Platform, crowd: tuple[Crowd, str]
) -> None:
    page, address = crowd
    shift_id, (listener,) = await on_one_shift(platform, 1)
    async with present(address, listener, shift_id):
        # given a flood of joins
        while page.let_in():
            pass
        async with talking(address) as socket, talking(address) as other:
            talk, late = Talk(socket), Talk(other)
            await talk.send(type="join")
            work = await talk.of("work")
            # when the proof is wrong, or of another challenge, it is refused
            for wrong in ({"nonce": "x"}, {"challenge": "y", "nonce": "0"}):
                await talk.send(type="join", work={"challenge": work["challenge"], **wrong})
                assert (await talk.of("refused"))["code"] == "work-wrong"
            # a challenge is good for one try
            proof = {"challenge": work["challenge"], "nonce": _proof(work)}
            await talk.send(type="join", work=proof)
            assert (await talk.of("refused"))["code"] == "work-wrong"
            while page.let_in():
                pass
            await talk.send(type="join")
            work = await talk.of("work")
            proof = {"challenge": work["challenge"], "nonce": _proof(work)}
            await talk.send(type="join", work=proof)
            await talk.of("welcome")
            # and for one socket
            await late.send(type="join", work=proof)
            assert (await late.of("refused"))["code"] == "work-wrong"


async def test_a_browser_that_finds_the_page_crowded_works_for_its_place(
    platform: Platform, crowd: tuple[Crowd, str]
) -> None:
    page, address = crowd
    shift_id, (listener,) = await on_one_shift(platform, 1)
    async with present(address, listener, shift_id) as desk:
        await desk.be("paused", shift_id)
        many = [Seeker(address) for _ in range(BURST + 20)]
        running = [asyncio.create_task(seeker.run()) for seeker in many]
        async with asyncio.timeout(2 * WITHIN):
            for seeker in many:
                await seeker.until(lambda: seeker.phase == "waiting")  # noqa: B023
        assert page.sockets == len(many)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def test_who_reads_nothing_is_closed_and_what_waits_is_forgotten() -> None:
    class Deaf:
        """A socket that takes one frame and no more."""

        def __init__(self) -> None:
            self.closed: int | None = None
            self.read = asyncio.Event()
            self.sent = 0

        async def receive(self) -> dict[str, Any]:
            await asyncio.Event().wait()
            return {}

        async def send_text(self, _text: str) -> None:
            self.sent += 1
            await self.read.wait()

        async def close(self, code: int) -> None:
            self.closed = code

    socket: Any = Deaf()
    browser = Browser(_as_socket(socket))

    async def take(_data: str) -> None:
        """Take nothing."""

    serving = asyncio.create_task(browser.serve(take))
    await asyncio.sleep(0)
    for _ in range(3 * MOST_WAITING):
        browser.send(b"{}")
        await asyncio.sleep(0)
    socket.read.set()
    await asyncio.wait_for(serving, WITHIN)
    assert (socket.closed, socket.sent) == (FULL, 1)


def _as_socket(deaf: Any) -> WebSocket:
    found: WebSocket = deaf
    return found


def _proof(work: dict[str, Any]) -> str:
    return find_nonce(work["challenge"], work["bits"])
