"""A connection that vanishes without a word hangs nothing: it is terminated at its deadline."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio
from shared.database import OUTSIDE_THE_POOL, Connection, Database, is_away
from sqlmodel import text

from shared import database as database_module
from tests.faults.swallowing import Swallowing, swallowing
from tests.platform import Platform
from tests.shared.probe import Probe
from tests.waiting import eventually

POOL = 4


@pytest.fixture(autouse=True)
def _short_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONNECT_SECONDS", "DEADLINE_SECONDS", "HEALTH_SECONDS"):
        monkeypatch.setattr(database_module, name, 0.5)


@pytest_asyncio.fixture
async def cable(platform: Platform) -> AsyncIterator[tuple[Swallowing, Database]]:
    url = await platform.database_url("contacts")
    async with swallowing(url) as (proxy, through):
        database = Database(through, connections=POOL + OUTSIDE_THE_POOL)
        yield proxy, database
        async with asyncio.timeout(20):
            await database.close()


async def commit_nothing(database: Database) -> None:
    async with database.commit() as connection:
        await connection.execute("SELECT 1")


async def read_nothing(database: Database) -> None:
    async with database.read() as session:
        await (await session.connection()).execute(text("SELECT 1"))


@pytest.mark.parametrize("use", [commit_nothing, read_nothing])
async def test_every_connection_that_vanished_is_given_up_and_replaced(
    cable: tuple[Swallowing, Database], use
) -> None:  # type: ignore[no-untyped-def]
    proxy, database = cable
    await asyncio.gather(*(use(database) for _ in range(POOL)))

    proxy.swallows = True
    async with asyncio.timeout(20):
        ended = await asyncio.gather(
            *(use(database) for _ in range(2 * POOL)), return_exceptions=True
        )
    assert all(isinstance(error, Exception) and is_away(error) for error in ended)
    assert not await database.answers()

    proxy.swallows = False
    await asyncio.gather(*(use(database) for _ in range(POOL)))
    assert await database.answers()


async def test_a_use_case_that_is_cut_off_before_its_commit_ends_and_keeps_nothing(
    cable: tuple[Swallowing, Database],
) -> None:
    proxy, database = cable
    insert = "INSERT INTO location (location_id, sequence) VALUES (gen_random_uuid(), '1')"

    async def cut_off(connection: Connection) -> None:
        await connection.execute(insert)
        proxy.swallows = True

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(20), database.commit() as connection:
            await cut_off(connection)
    proxy.swallows = False
    async with database.commit() as connection:
        assert await connection.fetchval("SELECT count(*) FROM location") == 0


async def test_a_caller_who_goes_away_meanwhile_leaves_no_connection_behind_that_hangs(
    cable: tuple[Swallowing, Database],
) -> None:
    proxy, database = cable
    sleeping = asyncio.Event()

    async def sleep() -> None:
        async with database.commit() as connection:
            sleeping.set()
            await connection.execute("SELECT pg_sleep(60)")

    working = asyncio.create_task(sleep())
    await sleeping.wait()
    proxy.swallows = True
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    proxy.swallows = False
    await asyncio.gather(*(commit_nothing(database) for _ in range(POOL)))


async def test_a_consumer_beats_on_meanwhile_and_handles_all_afterwards(
    platform: Platform,
) -> None:
    direct = await platform.database("contacts")
    async with direct.commit() as connection:
        await connection.execute(
            "CREATE TABLE effect (id bigint GENERATED ALWAYS AS IDENTITY, name text NOT NULL)"
        )
    async with swallowing(direct.url) as (proxy, through):
        database = Database(through, connections=POOL + OUTSIDE_THE_POOL)
        probe = Probe(platform, database)
        await platform.provision(probe=probe.handlers)
        async with probe.running():
            await probe.tell("before")
            await probe.settled()
            proxy.swallows = True
            await probe.tell("meanwhile")
            (pull,) = probe.pulls
            for _ in range(3):
                last = pull.consumer.beat

                async def beats_again(last: float = last) -> bool:
                    return pull.consumer.beat > last

                await eventually(beats_again)
            proxy.swallows = False
            await probe.settled()
            async with direct.commit() as connection:
                rows = await connection.fetch("SELECT name FROM effect ORDER BY id")
            assert [row["name"] for row in rows] == ["before", "meanwhile"]
        await database.close()


def test_a_connection_that_the_server_has_just_ended_is_no_mistake_of_ours() -> None:
    ended = asyncpg.InternalClientError(
        "cannot switch to state 11; another operation (2) is in progress"
    )
    in_use = asyncpg.InterfaceError("cannot perform operation: another operation is in progress")
    assert is_away(ended)
    assert not is_away(in_use)
