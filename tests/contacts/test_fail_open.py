"""What is away beside a chat does not stop it: other services, the bus, the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
from shared.events.contacts import ContactHandled
from shared.roles import Role

from tests.contacts.browsers import (
    REGISTRATION,
    WITHIN,
    answers,
    on_one_shift,
    present,
    seeking,
    talk,
    told,
)
from tests.contacts.chatting import processes
from tests.issuing import header_for
from tests.platform import Platform
from tests.waiting import eventually


async def test_on_one_replica_a_chat_is_served_and_registered_with_all_else_away(
    platform: Platform, tmp_path: Path
) -> None:
    shift_id, (listener,) = await on_one_shift(platform, 1)
    async with processes(platform, 1, tmp_path) as (process,):
        # given a process that has come while no other service and no bus is there
        platform.broker.kill()
        process.kill()
        process.begin()
        async with present(process, listener, shift_id) as desk, seeking(process) as seeker:
            # when somebody asks for help
            attempt = await answers(desk)
            await told(seeker, "answered")
            await talk(seeker, desk, attempt)
            # then it is served to the end
            seeker.end()
            await told(seeker, "ended")
            await desk.until(lambda: desk.to_register)
            await desk.register(attempt, **REGISTRATION)
            await desk.until(lambda: not desk.to_register)
        # and told as soon as the bus is there
        await platform.broker.start()
        await eventually(lambda: handled(platform, attempt), WITHIN)


async def test_on_two_replicas_a_help_seeker_waits_until_the_bus_is_back(
    platform: Platform, tmp_path: Path
) -> None:
    shift_id, (listener,) = await on_one_shift(platform, 1)
    async with (
        processes(platform, 2, tmp_path) as (one, other),
        present(one, listener, shift_id) as desk,
    ):
        await known_off_the_bus(platform)
        async with seeking(other) as far:
            await told(far, "waiting")
            # somebody on the listener's own replica need not wait
            async with seeking(one) as near:
                first = await answers(desk)
                await told(near, "answered")
                await talk(near, desk, first)
                near.end()
                await told(near, "ended")
            assert far.phases == ["waiting"]
            # when the bus is back
            await platform.broker.start()
            second = await answers(desk)
            await told(far, "answered")
            await talk(far, desk, second)


async def test_words_between_replicas_go_on_when_the_bus_is_back(
    platform: Platform, tmp_path: Path
) -> None:
    shift_id, (listener,) = await on_one_shift(platform, 1)
    async with (
        processes(platform, 2, tmp_path) as (one, other),
        present(one, listener, shift_id) as desk,
        seeking(other) as seeker,
    ):
        attempt = await answers(desk)
        await told(seeker, "answered")
        await talk(seeker, desk, attempt)
        await known_off_the_bus(platform)
        seeker.say("said while the bus is away")
        desk.say(attempt, "and this")
        await platform.broker.start()
        await talk(seeker, desk, attempt)
        assert [word.by for word in seeker.words.log].count("seeker") == 3
        assert seeker.phases.count("waiting") <= 1


async def test_without_the_database_open_chats_go_on_and_nothing_else_begins(
    platform: Platform, tmp_path: Path
) -> None:
    shift_id, (listener,) = await on_one_shift(platform, 1)
    async with (
        processes(platform, 2, tmp_path) as (one, other),
        present(one, listener, shift_id) as desk,
        seeking(other) as seeker,
        seeking(one) as ended,
        AsyncExitStack() as later,
    ):
        open_ones = [await answers(desk), await answers(desk)]
        await told(seeker, "answered")
        await told(ended, "answered")
        ended.end()
        await told(ended, "ended")
        await desk.until(lambda: desk.to_register)
        to_register = desk.to_register[0]["attemptId"]
        (attempt,) = set(open_ones) - {to_register}
        async with database_away(platform):
            # words pass, and who comes now is told
            late = await later.enter_async_context(seeking(other))
            await talk(seeker, desk, attempt)
            await eventually(lambda: is_away(late, desk), WITHIN)
            assert not seeker.away
            # a registration is to be sent again
            async with httpx.AsyncClient(
                base_url=one.address, headers=header_for(Role.LISTENER, person=listener)
            ) as api:
                path = f"/v1/desk/attempts/{to_register}/registration"
                answer = await api.put(path, json=REGISTRATION, timeout=WITHIN)
                assert answer.status_code == 503
                assert int(answer.headers["retry-after"]) > 0
            registering = asyncio.create_task(desk.register(to_register, **REGISTRATION))
            await talk(seeker, desk, attempt)
        # when it is back, all goes on by itself
        async with asyncio.timeout(WITHIN):
            await registering
            await late.until(lambda: late.phase in ("waiting", "answered"))
            await desk.until(lambda: not desk.away)
        await talk(seeker, desk, attempt)
        assert [chat["continued"] for chat in desk.chats] == [False]
        assert seeker.phases[-1] == "answered"
        assert not seeker.state["listenerGone"]


async def test_who_waits_is_told_when_the_database_is_back(
    platform: Platform, tmp_path: Path
) -> None:
    shift_id, (listener,) = await on_one_shift(platform, 1)
    async with (
        processes(platform, 1, tmp_path) as (process,),
        present(process, listener, shift_id) as desk,
    ):
        await desk.be("paused", shift_id)
        async with seeking(process) as seeker:
            await told(seeker, "waiting")
            async with database_away(platform):
                async with asyncio.timeout(WITHIN):
                    await seeker.until(lambda: seeker.away)
            async with asyncio.timeout(WITHIN):
                await seeker.until(lambda: not seeker.away)


async def is_away(*pages: object) -> bool:
    return all(page.away for page in pages)  # type: ignore[attr-defined]


async def handled(platform: Platform, attempt: str) -> bool:
    told_of = await platform.published(ContactHandled)
    return [str(one.data.attempt_id) for one in told_of] == [attempt]


async def known_off_the_bus(platform: Platform) -> None:
    """Kill the broker, and return once every process has said that it has no bus."""
    platform.broker.kill()
    database = await platform.database("contacts")

    async def all_off() -> bool:
        async with database.commit() as connection:
            return not await connection.fetch("SELECT FROM replica WHERE on_the_bus")

    await eventually(all_off)


@asynccontextmanager
async def database_away(platform: Platform) -> AsyncIterator[None]:
    """Let nobody into the database of contacts, and end all connections."""
    name = f"test_contacts_{platform.name}"
    await platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    await platform.run(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    )
    try:
        yield
    finally:
        await platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
