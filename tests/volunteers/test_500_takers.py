"""Many more people than places, and a process that is killed: one clear answer for each."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from uuid import UUID

import httpx
from sensoor import services
from sensoor.embedded.ports import free_port, release_port
from sensoor.embedded.program import python_program

from tests import issuing
from tests.contacts.chatting import Process
from tests.platform import Platform
from tests.volunteers.attempts import TODAY, Helpline, Somebody, code
from tests.waiting import eventually

TAKERS, SHIFTS, PLACES = 500, 5, 10
AGAIN_SECONDS, WITHIN = 1.0, 120
SELECT_TAKEN = "SELECT volunteer_id, shift_id FROM place"
COUNT_TOO_MANY = """
SELECT count(*) FROM shift WHERE filled > needed
    OR filled <> (SELECT count(*) FROM place WHERE place.shift_id = shift.shift_id)
"""


@asynccontextmanager
async def processes(platform: Platform, folder: Path) -> AsyncIterator[list[Process]]:
    """Give two processes that serve the API of volunteers."""
    await platform.provision("volunteers")
    made = []
    for _ in range(2):
        port = free_port(27800)
        given = {"HOST": "127.0.0.1", "PORT": str(port), "ROLE": "api"}
        program = python_program("volunteers", **await platform.environment("volunteers", **given))
        made.append(Process(program, port, folder / f"volunteers-{port}.log"))
    try:
        await asyncio.gather(*(services.wait_until_ready(one.address) for one in made))
        yield made
    finally:
        for one in made:
            one.kill()
            release_port(one.port)


async def take(
    client: httpx.AsyncClient, addresses: list[str], who: Somebody, shift_id: str,
    answers: Counter[str],
) -> tuple[Somebody, str]:  # fmt: skip
    """Ask for a place until there is an answer, of whichever process there is."""
    body = {"volunteerId": who.volunteer_id}
    headers = who.header | {"Idempotency-Key": "taking"}
    for address in cycle(addresses):
        try:
            answer = await client.post(
                f"{address}/v1/shifts/{shift_id}/places", json=body, headers=headers
            )
        except httpx.TransportError:
            answers["killed"] += 1
        else:
            if answer.status_code < 500:
                told = code(answer)
                answers[told] += 1
                return who, told
            answers["later"] += 1
        await asyncio.sleep(AGAIN_SECONDS)
    raise AssertionError("there is an address")


async def kill(one: Process, answers: Counter[str]) -> None:
    """Kill a process as answers come."""

    async def some_answered() -> bool:
        return answers["done"] + answers["shift-is-full"] >= TAKERS // 5

    await eventually(some_answered, WITHIN)
    one.kill()


async def test_500_takers_of_50_places_get_one_answer_each_while_a_process_is_killed(
    platform: Platform, tmp_path: Path
) -> None:
    database = await platform.database("volunteers")
    answers: Counter[str] = Counter()
    async with (
        processes(platform, tmp_path) as running,
        httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=None)) as client,
    ):
        async with httpx.AsyncClient(
            base_url=running[0].address, headers=issuing.header_for()
        ) as desk:
            line = await Helpline(desk, database, TODAY + timedelta(days=9)).open()
            people = await line.people(*["new"] * TAKERS)
            shifts = [await line.shift(days, needed=PLACES) for days in range(SHIFTS)]
        addresses = [one.address for one in running]
        killing = asyncio.create_task(kill(running[0], answers))

        told = await asyncio.gather(*(
            take(client, addresses[number % 2 :] + addresses[: number % 2], one,
                 shifts[number % SHIFTS], answers)
            for number, one in enumerate(people)
        ))  # fmt: skip
        await killing

    assert answers["killed"] > 0
    outcomes = Counter(outcome for _, outcome in told)
    assert outcomes == {"done": SHIFTS * PLACES, "shift-is-full": TAKERS - SHIFTS * PLACES}
    async with database.commit() as connection:
        taken = {row["volunteer_id"] for row in await connection.fetch(SELECT_TAKEN)}
        assert await connection.fetchval(COUNT_TOO_MANY) == 0
    assert taken == {UUID(one.volunteer_id) for one, outcome in told if outcome == "done"}
