"""What stays in the tables of the queue and is harmless: an absent desk, a process that is gone."""

from datetime import UTC, datetime

import pytest
from contacts.desk.set_desk import leave_desk
from contacts.queue.let_time_pass import let_time_pass
from contacts.queue.stored_queue import load_listeners

from tests.contacts.house import House, house_in_zutphen
from tests.platform import Platform


@pytest.fixture
async def house(platform: Platform) -> House:
    house = await house_in_zutphen(platform)
    house.now = datetime.now(UTC)
    return house


async def test_a_listener_who_is_absent_is_nobody_to_route_to_and_counts_events_on(
    house: House,
) -> None:
    one = await house.listener()
    await house.do(leave_desk, one, house.now)
    async with house.database.commit() as connection:
        assert await load_listeners(connection, house.now) == []
    board = await house.board()
    assert (board.on, board.locations, board.headline) == (0, [], "nobody_on")
    await house.set(one, "present")
    async with house.database.commit() as connection:
        assert await connection.fetchval("SELECT version FROM desk") == 3


async def test_a_process_that_says_nothing_any_more_is_forgotten(house: House) -> None:
    await house.listener()
    await house.execute("UPDATE replica SET seen_at = seen_at - interval '7 s'")
    await house.do(let_time_pass, house.now)
    async with house.database.commit() as connection:
        assert await connection.fetchval("SELECT count(*) FROM replica") == 0
    [(_, [one])] = (await house.board()).locations
    assert one.why == "gone"
