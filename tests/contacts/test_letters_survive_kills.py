"""Many letters at once while processes are killed: none is lost, none is there twice."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from demo.letters import FormFailed, LetterListener, LetterWriter
from shared.roles import Role

from tests import issuing
from tests.contacts.chatting import Process, processes
from tests.contacts.given import LOCATION
from tests.contacts.letters import ADMIT, browser
from tests.operations.replicas import FULL
from tests.platform import Platform
from tests.waiting import eventually

LETTERS, LISTENERS = 50, 10


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

    async def answer_all(one: UUID, ports: list[int]) -> None:
        async with browser(ports, issuing.header_for(Role.LISTENER, person=one)) as own:
            listener = LetterListener(own)
            while path := await listener.take():
                try:
                    await listener.answer(path, f"Antwoord van {one}")
                except FormFailed:  # it was sent, and who sent it was not told
                    continue
                await listener.register(path)

    async with processes(platform, 3, tmp_path) as replicas:
        first, second, _ = replicas
        ports = [one.port for one in replicas]
        async with browser(ports, {}) as nobody, browser(ports[::-1], {}) as somebody:
            writers = [LetterWriter(nobody), LetterWriter(somebody)]
            # when one process is killed while all write, and another while all are answered
            *phrases, _ = await asyncio.gather(
                *(writers[n % 2].write(f"Brief {n}") for n in range(LETTERS)),
                killed_at(first, "seeker", LETTERS // 4),
            )
            await asyncio.gather(
                *(answer_all(one, ports) for one in people),
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
