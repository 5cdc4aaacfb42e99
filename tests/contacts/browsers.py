"""Browsers that come back by themselves, and what tests do with them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

import asyncpg
import httpx
from demo.chat import Desk, Seeker, at_desk
from shared.roles import Role

from tests.contacts.chatting import Process
from tests.contacts.given import LOCATION
from tests.issuing import header_for
from tests.platform import Platform

REGISTRATION = {"kind": "conversation", "topics": ["loneliness"], "outcome": "helped_by_talk"}
WITHIN = 30.0
ADMIT = """
INSERT INTO listener (volunteer_id, sequence, location_id, channels, lines, role)
SELECT id, '1', $2, $3, '{national}', 'listener' FROM unnest($1::uuid[]) AS id
"""
FILL = """
INSERT INTO place (shift_id, volunteer_id, taken, sequence, role)
SELECT $2, id, true, '1', 'listener' FROM unnest($1::uuid[]) AS id
"""
OPEN_SHIFT = """
INSERT INTO shift (shift_id, starts_at, ends_at, cancelled, sequence, location_id, channels)
VALUES ($1, $2, $3, false, '1', $4, $5)
"""


async def on_one_shift(
    contacts: Platform | str, number: int, *channels: str
) -> tuple[UUID, list[UUID]]:
    """Let contacts know a shift that runs now, and so many listeners on it; return both.

    `contacts` is a platform of tests, or the URL of the database. Without channels it is for chats.
    """
    shift_id, listeners = uuid4(), [uuid4() for _ in range(number)]
    of_shift = list(channels) or ["chat"]
    now = datetime.now(UTC)
    url = contacts if isinstance(contacts, str) else await contacts.database_url("contacts")
    connection = await asyncpg.connect(url)
    await connection.execute(
        OPEN_SHIFT, shift_id, now - timedelta(hours=2), now + timedelta(hours=4), LOCATION, of_shift
    )
    await connection.execute(ADMIT, listeners, LOCATION, of_shift)
    await connection.execute(FILL, listeners, shift_id)
    await connection.close()
    return shift_id, listeners


@asynccontextmanager
async def seeking(at: Process | str, line: str | None = None) -> AsyncIterator[Seeker]:
    """Give a help seeker who asks for somebody; the browser is closed at the end."""
    seeker = Seeker(at if isinstance(at, str) else at.address, line)
    running = asyncio.create_task(seeker.run())
    try:
        yield seeker
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@asynccontextmanager
async def seeking_later(process: Process) -> AsyncIterator[Callable[[], Awaitable[Seeker]]]:
    """Give what lets a help seeker come; their browsers are closed at the end."""
    async with AsyncExitStack() as stack:

        async def come() -> Seeker:
            return await stack.enter_async_context(seeking(process))

        yield come


@asynccontextmanager
async def present(at: Process | str, volunteer_id: UUID, shift_id: UUID) -> AsyncIterator[Desk]:
    """Give the desk of a listener who is present."""
    address = at if isinstance(at, str) else at.address
    async with at_desk(address, header_for(Role.LISTENER, person=volunteer_id)) as desk:
        async with asyncio.timeout(WITHIN):
            await desk.be("present", shift_id)
            await desk.until(lambda: desk.connected)
        yield desk


async def answers(desk: Desk) -> str:
    """Answer what is offered next; return the attempt, once its words can be said."""
    async with asyncio.timeout(WITHIN):
        await desk.until(lambda: desk.offers)
        attempt_id: str = desk.offers[0]["attemptId"]
        assert await desk.answer(attempt_id)
        await desk.until(lambda: attempt_id in desk.words)
    return attempt_id


async def told(seeker: Seeker, phase: str) -> None:
    """Return once the help seeker is told this phase."""
    async with asyncio.timeout(WITHIN):
        await seeker.until(lambda: seeker.phase == phase)


_numbers = count(1)


async def talk(seeker: Seeker, desk: Desk, attempt_id: str) -> None:
    """Let each say a word, and return once both see both, after all that was said before."""
    words = [f"word {next(_numbers)}", f"word {next(_numbers)}"]
    seeker.say(words[0])
    desk.say(attempt_id, words[1])
    async with asyncio.timeout(WITHIN):
        await seeker.until(lambda: {word.text for word in seeker.words.log} >= set(words))
        own = desk.words[attempt_id]
        await desk.until(lambda: {word.text for word in own.log} >= set(words))
    assert sorted(map(repr, seeker.words.log)) == sorted(map(repr, own.log))


async def pass_time(process: Process, seconds: float) -> None:
    """Let the clock of all processes show so many seconds more (SETTABLE_CLOCK)."""
    headers = header_for(Role.OPERATOR)
    async with httpx.AsyncClient(base_url=process.address, headers=headers) as client:
        shows = datetime.fromisoformat((await client.get("/v1/clock")).json()["shows"])
        later = {"shows": (shows + timedelta(seconds=seconds)).isoformat()}
        (await client.put("/v1/clock", json=later)).raise_for_status()
