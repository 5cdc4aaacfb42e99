"""Many letters at once while processes are killed: none is lost, none is there twice."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from demo.letters import FormFailed, LetterListener, LetterWriter
from shared.roles import Role

from tests import issuing
from tests.contacts.chatting import Process, processes
from tests.contacts.given import LOCATION
from tests.contacts.letters import ADMIT
from tests.operations.replicas import FULL
from tests.platform import Platform
from tests.waiting import eventually

LETTERS, LISTENERS = 50, 10


class Either(httpx.AsyncBaseTransport):
    """The way to several processes: what one does not answer is sent to another, as it was."""

    def __init__(self, replicas: list[Process]) -> None:
        self.ways = [(one.port, httpx.AsyncHTTPTransport()) for one in replicas]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async with asyncio.timeout(60):
            while True:
                for port, way in self.ways:
                    request.url = request.url.copy_with(port=port)
                    try:
                        answer = await way.handle_async_request(request)
                        if answer.status_code < 500:
                            await answer.aread()
                            return answer
                    except httpx.TransportError:
                        continue
                await asyncio.sleep(0.1)


def browser(replicas: list[Process], headers: dict[str, str]) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=Either(replicas), base_url="http://127.0.0.1", headers=headers, timeout=60
    )


@pytest.mark.skipif(not FULL, reason="a minute of processes: FULL=1 runs it")
async def test_letters_are_neither_lost_nor_doubled_while_processes_are_killed(
    platform: Platform, tmp_path: Path
) -> None:
    database = await platform.database("contacts")
    people = [uuid4() for _ in range(LISTENERS)]
    async with database.commit() as connection:
        await connection.execute("INSERT INTO location VALUES ($1, '1', 'Zutphen')", LOCATION)
        for one in people:
            await connection.execute(ADMIT, one, LOCATION, "listener")

    async def count(author: str) -> int:
        async with database.commit() as connection:
            found: int = await connection.fetchval(
                "SELECT count(*) FROM letter WHERE author = $1", author
            )
        return found

    async def killed_at(replica: Process, author: str, letters: int) -> None:
        async def so_many() -> bool:
            return await count(author) >= letters

        await eventually(so_many, 60)
        replica.kill()

    async def answer_all(one: UUID, replicas: list[Process]) -> None:
        async with browser(replicas, issuing.header_for(Role.LISTENER, person=one)) as own:
            listener = LetterListener(own)
            while path := await listener.take():
                try:
                    await listener.answer(path, f"Antwoord van {one}")
                except FormFailed:  # it was sent, and who sent it was not told
                    continue
                await listener.register(path)

    async with processes(platform, 3, tmp_path) as replicas:
        first, second, _ = replicas
        async with browser(replicas, {}) as nobody, browser(replicas[::-1], {}) as somebody:
            writers = [LetterWriter(nobody), LetterWriter(somebody)]
            # when one process is killed while all write, and another while all are answered
            *phrases, _ = await asyncio.gather(
                *(writers[n % 2].write(f"Brief {n}") for n in range(LETTERS)),
                killed_at(first, "seeker", LETTERS // 4),
            )
            await asyncio.gather(
                *(answer_all(one, replicas) for one in people),
                killed_at(second, "listener", LETTERS // 4),
            )
            read = [await writers[0].read(str(phrase)) for phrase in phrases]
    # then each is there once, with one answer, and is registered, or waits for that
    assert [[text for by, text in one if by == "seeker"] for one in read] == [
        [f"Brief {n}"] for n in range(LETTERS)
    ]
    assert [len(one) for one in read] == [2] * LETTERS
    assert (await count("seeker"), await count("listener")) == (LETTERS, LETTERS)
    async with database.commit() as connection:
        handled, open_still = (
            await connection.fetchval("SELECT count(*) FROM contact"),
            (await connection.fetchval("SELECT count(*) FROM attempt WHERE state = 'ended'")),
        )
    assert handled + open_still == LETTERS
