"""The lock of the queue: who waits for it, who stands still with it, and what an outage costs."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
from contacts.queue.keep_connections import say_here
from contacts.queue.stored_queue import STANDSTILL_SECONDS, lock_queue
from shared.roles import Role

from tests.contacts.browsers import WITHIN, on_one_shift, present, seeking_later
from tests.contacts.chatting import processes
from tests.issuing import header_for
from tests.platform import Platform
from tests.waiting import eventually

WAITING_FOR_LOCKS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'
"""


async def test_who_waits_for_the_queue_holds_one_connection_and_is_not_told_that_all_is_away(
    platform: Platform, tmp_path: Path
) -> None:
    shift_id, (listener,) = await on_one_shift(platform, 1)
    headers = header_for(Role.LISTENER, person=listener)
    database = await platform.database("contacts")
    async with (
        processes(platform, 1, tmp_path) as (process,),
        present(process, listener, shift_id),
        seeking_later(process) as come,
    ):
        async with database.commit() as connection:
            await lock_queue(connection)
            seekers = [await come() for _ in range(20)]

            async def one_waits() -> bool:
                return bool(await connection.fetchval(WAITING_FOR_LOCKS))

            await eventually(one_waits)
            # all else goes on
            async with httpx.AsyncClient(base_url=process.address, headers=headers) as api:
                seen = await asyncio.gather(*(api.get("/v1/desk") for _ in range(5)))
            assert all(answer.is_success for answer in seen)
            assert await connection.fetchval(WAITING_FOR_LOCKS) == 1
        async with asyncio.timeout(WITHIN):
            for seeker in seekers:
                await seeker.until(lambda: seeker.phases)  # noqa: B023
        assert not any(seeker.away for seeker in seekers)


async def test_who_stands_still_with_the_queue_is_cut_off(platform: Platform) -> None:
    database = await platform.database("contacts")
    async with database.commit() as connection:
        await lock_queue(connection)
        limit = await connection.fetchval("SHOW idle_in_transaction_session_timeout")
    assert limit == f"{STANDSTILL_SECONDS}s"
    async with database.commit() as connection:
        limit = await connection.fetchval("SHOW idle_in_transaction_session_timeout")
    assert limit != f"{STANDSTILL_SECONDS}s"


async def test_the_time_of_who_is_gone_begins_anew_where_nobody_could_come_back(
    platform: Platform,
) -> None:
    database = await platform.database("contacts")
    here, listener = uuid4(), uuid4()
    now = datetime.now(UTC)

    async def gone_at_after(seen_ago: timedelta) -> datetime:
        async with database.commit() as connection:
            await connection.execute("DELETE FROM desk")
            await connection.execute(
                "INSERT INTO desk (volunteer_id, state, since, idle_since, most_chats, gone_at)"
                " VALUES ($1, 'present', $2, $2, 3, $2)", listener, now - timedelta(minutes=5),
            )  # fmt: skip
            await connection.execute("DELETE FROM replica")
            await connection.execute(
                "INSERT INTO replica VALUES ($1, clock_timestamp() - $2::interval, true)",
                uuid4(), seen_ago,
            )  # fmt: skip
            await say_here(connection, here, [], now, on_the_bus=True)
            found: datetime = await connection.fetchval("SELECT gone_at FROM desk")
            return found

    assert await gone_at_after(timedelta(seconds=20)) == now
    assert await gone_at_after(timedelta()) == now - timedelta(minutes=5)
