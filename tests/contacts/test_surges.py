"""Accident and disaster lines: prepared, opened once, joined, counted, and closed with people."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from contacts.queue.join_queue import join_queue
from contacts.surges.change_surge import close_surge, want_listeners
from contacts.surges.commands import ChangeLine, PrepareLine, WantListeners
from contacts.surges.count_surge import count_surge
from contacts.surges.find_surge import find_open_surge, require_open_surge
from contacts.surges.open_surge import open_surge
from contacts.surges.prepare_line import change_line, prepare_line, remove_line
from contacts.surges.queries import find_surge, list_open
from contacts.surges.rules import (
    NumberTaken,
    SurgeIsOver,
    SurgeLineClosed,
    SurgeLineOpen,
)
from contacts.surges.views import SurgeLineView, SurgeView

from tests.contacts.house import MINUTE, House, house_in_zutphen
from tests.platform import Platform

TOLD = "SELECT subject, data::json->>'listenersWanted' FROM outbox WHERE subject LIKE '%surge%'"
REGISTER = """
INSERT INTO contact (contact_id, attempt_id, channel, line, answered_at_location_id, volunteer_id,
    started_at, ended_at, wait_seconds, kind, topics, outcome, heavy, duty_verified, version,
    surge_id)
SELECT gen_random_uuid(), gen_random_uuid(), 'chat', 'national', gen_random_uuid(), $1, $2, $2, $3,
    $4, '{}', 'no_conversation', false, true, 1, $5
"""


@pytest.fixture
async def house(platform: Platform) -> House:
    return await house_in_zutphen(platform)


async def prepared(house: House, number: str | None = None) -> SurgeLineView:
    command = PrepareLine(region="Gelderland", kind="accident", number=number, listeners_wanted=4)
    line: SurgeLineView = await house.do(prepare_line, command)
    return line


async def opened(house: House, number: str | None = None) -> SurgeView:
    surge: SurgeView = await house.do(
        open_surge, (await prepared(house, number)).line_id, house.now
    )
    return surge


async def told(house: House) -> list[tuple[str, str]]:
    async with house.database.commit() as connection:
        rows = await connection.fetch(f"{TOLD} ORDER BY id")
    return [(subject.split(".")[1], wanted) for subject, wanted in rows]


async def join(house: House, surge_id: UUID | None) -> UUID:
    joined = await house.do(
        join_queue, "chat", "national", await house.socket(), house.now, surge_id=surge_id
    )
    found: UUID = joined.attempt_id
    return found


async def held_by(house: House, attempt_id: UUID) -> tuple[str, UUID | None]:
    async with house.database.commit() as connection:
        row = await connection.fetchrow(
            "SELECT state, offered_to FROM attempt WHERE attempt_id = $1", attempt_id
        )
    assert row is not None
    return row["state"], row["offered_to"]


async def test_two_who_open_a_line_at_once_open_it_once(house: House) -> None:
    line = await prepared(house)
    surges = await asyncio.gather(
        *(house.do(open_surge, line.line_id, house.now) for _ in range(2))
    )
    again = await house.do(open_surge, line.line_id, house.now + MINUTE)
    assert len({one.surge_id for one in (*surges, again)}) == 1
    assert await told(house) == [("surge_declared", "4")]


async def test_a_line_that_crashed_before_its_commit_was_never_open(house: House) -> None:
    line = await prepared(house)

    async def opens_and_dies() -> None:
        async with house.database.commit() as connection:
            await open_surge(connection, line.line_id, house.now)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await opens_and_dies()
    assert await house.do(find_open_surge, slug=line.slug) is None
    assert await told(house) == []
    await house.do(open_surge, line.line_id, house.now)
    assert await told(house) == [("surge_declared", "4")]


async def test_more_are_called_for_once_and_the_end_is_told_once(house: House) -> None:
    surge = await opened(house)
    for _ in range(2):
        await house.do(want_listeners, surge.surge_id, WantListeners(listeners_wanted=9), house.now)
    for minutes in (1, 2):
        closed = await house.do(close_surge, surge.surge_id, house.now + minutes * MINUTE)
        assert closed.until == house.now + MINUTE
    assert await told(house) == [
        ("surge_declared", "4"), ("surge_declared", "9"), ("surge_ended", "9")
    ]  # fmt: skip
    with pytest.raises(SurgeIsOver):
        await house.do(want_listeners, surge.surge_id, WantListeners(listeners_wanted=2), house.now)


async def test_a_line_is_found_by_number_and_address_while_it_is_open(house: House) -> None:
    surge = await opened(house, "0881234567")
    assert await house.do(find_open_surge, number="0881234567") == surge.surge_id
    assert await house.do(find_open_surge, slug="gelderland-1") == surge.surge_id
    assert await house.do(find_open_surge, number="0880000000") is None
    assert await house.do(find_open_surge) is None
    await house.do(close_surge, surge.surge_id, house.now)
    assert await house.do(find_open_surge, number="0881234567") is None
    with pytest.raises(SurgeLineClosed):
        await house.do(require_open_surge, "gelderland-1")


async def test_an_open_line_stays_as_it_is_and_numbers_and_addresses_are_used_once(
    house: House,
) -> None:
    surge = await opened(house, "0881234567")
    with pytest.raises(NumberTaken):
        await prepared(house, "0881234567")
    change = ChangeLine(kind="disaster", number=None, listeners_wanted=2)
    with pytest.raises(SurgeLineOpen):
        await house.do(change_line, surge.line_id, change)
    with pytest.raises(SurgeLineOpen):
        await house.do(remove_line, surge.line_id)
    await house.do(close_surge, surge.surge_id, house.now)
    assert (await house.do(change_line, surge.line_id, change)).kind == "disaster"
    for _ in range(2):
        await house.do(remove_line, surge.line_id)
    assert (await prepared(house)).slug == "gelderland-2"
    assert (await house.do(find_surge, surge.surge_id)).kind == "accident"


async def test_a_listener_of_the_surge_gets_its_chats_and_another_takes_them_when_she_is_busy(
    house: House,
) -> None:
    surge = await opened(house)
    ordinary = await house.listener(most=1)
    hers = await house.listener(most=1)
    statement = "UPDATE shift SET surge_id = $2 WHERE shift_id = $1"
    await house.execute(statement, house.seats[hers], surge.surge_id)
    first, second = [await join(house, surge.surge_id) for _ in range(2)]
    assert await held_by(house, first) == ("offered", hers)
    assert await held_by(house, second) == ("offered", ordinary)
    [now] = await house.do(list_open, house.now)
    assert (now.waiting, now.present, now.accepted, now.in_conversation) == (2, 1, 3, 0)
    board = await house.board()
    assert [one.surge.surge_id for one in board.surges] == [surge.surge_id]


async def test_who_waits_at_the_closing_is_answered_with_the_surge(house: House) -> None:
    surge = await opened(house)
    one = await house.listener(state="paused")
    waits = await join(house, surge.surge_id)
    await house.do(close_surge, surge.surge_id, house.now)
    assert await held_by(house, waits) == ("waiting", None)
    house.now += MINUTE
    await house.set(one, "present")
    assert await held_by(house, waits) == ("offered", one)
    found = "SELECT surge_id FROM attempt WHERE attempt_id = $1"
    async with house.database.commit() as connection:
        assert await connection.fetchval(found, waits) == surge.surge_id


async def test_the_report_counts_what_is_registered_and_tells_no_wait_of_four(
    house: House,
) -> None:
    surge = await opened(house)
    one, other = uuid4(), uuid4()
    came = house.now + 10 * MINUTE
    for who, wait, kind in ((one, 60, "conversation"), (one, 120, "silent"), (one, 0, "test")):
        await house.execute(
            REGISTER, who, came + timedelta(seconds=wait), wait, kind, surge.surge_id
        )
    await house.execute(REGISTER, other, came, 5, "conversation", None)
    await join(house, surge.surge_id)  # nobody is on: missed
    report = await house.do(count_surge, surge, house.now + 90 * MINUTE)
    assert (report.answered, report.listeners, report.attempts) == (2, 1, 3)
    assert report.missed == {"no_listener": 1}
    assert (report.median_wait, report.slowest_wait) == (None, None)
    assert [(bar.answered, bar.missed) for bar in report.bars] == [(2, 1), (0, 0)]
    for wait in (10, 20, 200):
        seen = came + timedelta(seconds=wait)
        await house.execute(REGISTER, other, seen, wait, "conversation", surge.surge_id)
    report = await house.do(count_surge, surge, house.now + 90 * MINUTE)
    assert (report.answered, report.listeners) == (5, 2)
    assert (report.median_wait, report.slowest_wait) == (60, 200)
