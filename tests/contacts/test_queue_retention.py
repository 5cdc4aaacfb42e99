"""What the queue keeps, and what it forgets: attempts that are over, processes that are gone."""

from datetime import UTC, datetime, timedelta

import pytest
from contacts.desk.set_desk import leave_desk
from contacts.queue.forget_attempts import KEPT_FOR_HOURS, forget_attempts
from contacts.queue.let_time_pass import let_time_pass
from contacts.queue.stored_queue import load_listeners

from tests.contacts.house import House, house_in_zutphen
from tests.platform import Platform

OLD = timedelta(hours=KEPT_FOR_HOURS + 1)
LIST_STATES = "SELECT state, arrived_at < $1 AS old FROM attempt ORDER BY old DESC, state"


@pytest.fixture
async def house(platform: Platform) -> House:
    house = await house_in_zutphen(platform)
    house.now = datetime.now(UTC)
    return house


async def test_what_is_over_is_forgotten_after_two_days_but_for_what_is_not_registered(
    house: House,
) -> None:
    # given of two days ago: one that left, one to be registered, one registered, one in a chat
    one = await house.listener(most=5)
    await house.leave(await house.join())
    await house.end(await house.chat(one), one)
    registered = await house.chat(one)
    await house.execute("UPDATE attempt SET state = 'registered' WHERE attempt_id = $1", registered)
    await house.chat(one)
    await house.execute("UPDATE attempt SET arrived_at = arrived_at - $1::interval", OLD)
    # and one that left today
    await house.leave(await house.join())

    assert [await house.do(forget_attempts) for _ in range(2)] == [2, 0]

    async with house.database.commit() as connection:
        rows = await connection.fetch(LIST_STATES, house.now - timedelta(hours=1))
    assert [tuple(row) for row in rows] == [
        ("answered", True), ("ended", True), ("abandoned", False),
    ]  # fmt: skip


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
    assert await house.do(let_time_pass, house.now)
    async with house.database.commit() as connection:
        assert await connection.fetchval("SELECT count(*) FROM replica") == 0
    [(_, [one])] = (await house.board()).locations
    assert one.why == "gone"
