"""The board's numbers, each from the real database."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from contacts.board.queries import Board
from contacts.board.rules import AtDesk, ChannelNow
from contacts.queue.join_queue import join_queue
from contacts.queue.keep_connections import note_gone
from contacts.queue.let_time_pass import let_time_pass
from shared.reach import Reach

from tests.contacts.house import ELSEWHERE, MINUTE, House, house_in_zutphen
from tests.platform import Platform

SOMEWHERE = UUID(int=8)


@pytest.fixture
async def house(platform: Platform) -> House:
    return await house_in_zutphen(platform)


def chat(board: Board) -> ChannelNow:
    return board.channels[0]


def at(board: Board, name: str) -> list[AtDesk]:
    return next(found for place, found in board.locations if place.name == name)


async def test_who_waits_and_for_how_long_is_counted_and_nobody_free_is_said_first(
    house: House,
) -> None:
    # given a listener with all the chats she may have
    one = await house.listener(most=1)
    await house.chat(one)
    # when two come, the first of them 75 seconds ago
    await house.join()
    house.now += timedelta(seconds=66)
    await house.join()
    house.now += timedelta(seconds=9)
    board = await house.board()
    # then
    assert (chat(board).waiting, chat(board).stuck, chat(board).in_chat) == (2, 2, 1)
    assert chat(board).longest_seconds(house.now) == 70
    assert board.headline == "nobody_can"
    assert board.why == [("full", 1)]
    assert (board.on, board.free) == (1, 0)


async def test_who_is_being_offered_waits_and_nobody_need_worry(house: House) -> None:
    await house.listener()
    await house.join()
    board = await house.board()
    assert (chat(board).waiting, chat(board).stuck) == (1, 0)
    assert board.headline == "offered"
    assert board.why == []
    assert at(board, "Zutphen")[0].open == 1


async def test_nobody_on_nobody_free_and_all_well_are_told_apart(house: House) -> None:
    assert (await house.board()).headline == "nobody_on"
    one = await house.listener()
    board = await house.board()
    assert (board.headline, board.free) == ("calm", 1)
    await house.set(one, "paused")
    board = await house.board()
    assert (board.headline, board.free) == ("nobody_free", 0)
    await house.set(one, "leaving")
    assert (await house.board()).headline == "nobody_on"


async def test_a_chat_that_lost_its_listener_is_told_and_its_length_is_no_wait(
    house: House,
) -> None:
    one = await house.listener()
    other = await house.listener(state="paused")
    await house.chat(one)
    house.now += 40 * MINUTE
    await house.gone(one)
    house.now += MINUTE
    await house.do(let_time_pass, house.now)
    board = await house.board()
    assert (chat(board).waiting, chat(board).lost, chat(board).stuck) == (1, 1, 1)
    assert chat(board).longest_seconds(house.now) == 0
    assert board.why == [("paused", 1)]
    assert (board.headline, board.on) == ("nobody_can", 1)
    await house.set(other, "present")
    assert (await house.board()).headline == "offered"


async def test_who_waits_with_the_browser_gone_keeps_the_place_and_is_offered_to_nobody(
    house: House,
) -> None:
    await house.listener(state="paused")
    socket = await house.socket()
    await house.do(join_queue, "chat", "national", socket, house.now)
    await house.do(note_gone, socket.connection_id, house.now)
    board = await house.board()
    assert (chat(board).waiting, chat(board).stuck) == (1, 0)
    assert board.headline == "offered"


async def test_what_is_not_registered_yet_is_counted_from_any_day(house: House) -> None:
    one = await house.listener()
    await house.end(await house.chat(one), one)
    await house.execute("UPDATE attempt SET arrived_at = arrived_at - interval '9 days'")
    await house.chat(one)
    board = await house.board()
    assert (chat(board).to_register, chat(board).in_chat, chat(board).waiting) == (1, 1, 0)


async def test_who_is_on_is_shown_by_location_with_role_state_chats_and_why_not(
    house: House,
) -> None:
    busy = await house.listener(volunteer_id=UUID(int=1), most=2)
    for _ in range(2):
        await house.chat(busy)
    await house.listener(volunteer_id=UUID(int=2), state="paused")
    await house.listener(volunteer_id=UUID(int=3), channels=("telephone",))
    await house.listener(volunteer_id=UUID(int=4), lines=("local",))
    await house.listener("trainee", at=ELSEWHERE)
    leaving = await house.listener(volunteer_id=UUID(int=5))
    await house.chat(leaving)
    await house.set(leaving, "leaving")
    await house.gone(await house.listener("mentor"))
    await house.execute(
        "UPDATE place SET taken = false FROM desk WHERE desk.shift_id = place.shift_id"
        " AND place.volunteer_id = $1", UUID(int=5),
    )  # fmt: skip
    house.now += 4 * MINUTE

    board = await house.board()

    shown = [(one.role, one.number, one.why, one.open, one.most) for one in at(board, "Zutphen")]
    assert shown == [
        ("mentor", None, "gone", 0, 3),
        ("listener", 1, "full", 2, 2),
        ("listener", 2, "paused", 0, 3),
        ("listener", 3, "not_admitted_for_channel", 0, 3),
        ("listener", 4, "not_admitted_for_line", 0, 3),
        ("listener", 5, "leaving", 1, 3),
    ]
    [alone] = at(board, "Almelo")
    assert (alone.role, alone.why, alone.idle_since) == (
        "trainee",
        "no_mentor",
        house.now - 4 * MINUTE,
    )
    # and with a mentor there the trainee is free
    await house.listener("mentor", at=ELSEWHERE)
    board = await house.board()
    assert [one.why for one in at(board, "Almelo")] == [None, None]


async def test_a_listener_of_a_location_that_was_not_told_yet_is_shown_all_the_same(
    house: House,
) -> None:
    await house.listener(at=SOMEWHERE)
    [(place, _)] = (await house.board()).locations
    assert (place.location_id, place.name) == (SOMEWHERE, None)
    assert (await house.board(Reach(locations=frozenset({ELSEWHERE})))).locations == []


async def test_the_first_that_waits_is_the_one_of_which_it_is_told_why_not_her(
    house: House,
) -> None:
    # given a help seeker and a listener at two processes that do not have the bus
    one = await house.listener(state="paused")
    await house.join()
    await house.execute("UPDATE replica SET on_the_bus = false")
    await house.execute("UPDATE attempt SET replica_id = $1", uuid4())
    await house.execute("UPDATE desk SET state = 'present' WHERE volunteer_id = $1", one)
    board = await house.board()
    assert board.why == [("bus_away", 1)]
    assert at(board, "Zutphen")[0].why == "bus_away"


async def test_a_coordinator_sees_own_locations_and_the_numbers_of_the_nation(
    house: House,
) -> None:
    one = await house.listener(most=1)
    await house.listener(at=ELSEWHERE, state="paused")
    await house.chat(one)
    await house.join()
    await house.shift(at=ELSEWHERE, starts=60 * MINUTE, filled=1)
    await house.shift(starts=60 * MINUTE, filled=2)

    board = await house.board(Reach(locations=frozenset({ELSEWHERE, SOMEWHERE})))

    assert [place.name for place, _ in board.locations] == ["Almelo"]
    assert [place.location_id for place in board.nobody_at] == [SOMEWHERE]
    assert [(place.name, missing) for hole in board.holes for place, missing in hole.missing] == [
        ("Almelo", 2)
    ]
    assert (board.on, chat(board).waiting) == (2, 1)
    assert board.why == [("full", 1), ("paused", 1)]
