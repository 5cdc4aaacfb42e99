"""A channel that is closed: who waits and who comes is missed, what is open goes on."""

import pytest
from contacts.queue.close_channel import close_channel, open_channel
from contacts.queue.let_time_pass import let_time_pass
from shared.database import Database

from tests.contacts.house import MINUTE, House, house_in_zutphen
from tests.platform import Platform

LIST_STATES = "SELECT state FROM attempt ORDER BY arrived_at, attempt_id"
LIST_MISSED = "SELECT reason, waited_seconds FROM missed_attempt ORDER BY waited_seconds"


@pytest.fixture
async def house(platform: Platform) -> House:
    return await house_in_zutphen(platform)


async def states(database: Database) -> list[str]:
    async with database.commit() as connection:
        return [row["state"] for row in await connection.fetch(LIST_STATES)]


async def missed(database: Database) -> list[tuple[str, int]]:
    async with database.commit() as connection:
        return [tuple(row) for row in await connection.fetch(LIST_MISSED)]


async def test_who_waits_and_who_is_offered_is_missed_and_the_open_chat_goes_on(
    house: House,
) -> None:
    # given a chat, one that is offered, and one that waits
    one = await house.listener(most=2)
    await house.chat(one)
    for _ in range(2):
        house.now += MINUTE
        await house.join()
    assert await states(house.database) == ["answered", "offered", "waiting"]
    # when the chat is closed
    house.now += MINUTE
    assert await house.do(close_channel, "chat", house.now) == 2
    # then
    assert await states(house.database) == ["answered", "closed", "closed"]
    assert await missed(house.database) == [("closed", 60), ("closed", 120)]
    board = await house.board()
    assert board.channels[0].closed_at == house.now
    assert (board.headline, board.channels[0].in_chat) == ("closed", 1)
    assert board.missed["closed"] == 2
    # and whoever comes is missed, though a listener is free
    await house.join()
    assert (await states(house.database))[-1] == "closed"


async def test_a_chat_that_has_lost_its_listener_goes_to_the_next_though_it_is_closed(
    house: House,
) -> None:
    one = await house.listener()
    other = await house.listener(state="paused")
    await house.chat(one)
    await house.gone(one)
    house.now += MINUTE
    await house.do(let_time_pass, house.now)
    assert await house.do(close_channel, "chat", house.now) == 0
    assert await states(house.database) == ["waiting"]
    await house.set(other, "present")
    assert await states(house.database) == ["offered"]


async def test_it_is_closed_once_and_open_again_when_it_is_opened(house: House) -> None:
    await house.listener()
    closed_at = house.now
    await house.do(close_channel, "chat", closed_at)
    house.now += MINUTE
    await house.do(close_channel, "chat", house.now)
    assert (await house.board()).channels[0].closed_at == closed_at
    for _ in range(2):
        await house.do(open_channel, "chat")
    assert (await house.board()).headline == "calm"
    await house.join()
    assert await states(house.database) == ["offered"]


async def test_a_listener_whose_offer_is_closed_is_idle_from_then_on(house: House) -> None:
    await house.listener()
    await house.join()
    house.now += MINUTE
    await house.do(close_channel, "chat", house.now)
    [(_, [one])] = (await house.board()).locations
    assert (one.open, one.idle_since) == (0, house.now)
