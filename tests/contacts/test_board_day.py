"""The board's day: answer rates, handovers that are open, and shifts that are not filled."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from contacts.referrals.commands import MakeReferral
from contacts.referrals.make_live_referral import make_live_referral
from shared.reach import Reach

from tests.contacts.given import LOCATION, WITHIN
from tests.contacts.house import ELSEWHERE, MINUTE, House, house_in_zutphen
from tests.platform import Platform


@pytest.fixture
async def house(platform: Platform) -> House:
    return await house_in_zutphen(platform)


async def test_the_rates_of_the_hour_and_the_day_leave_tests_out(house: House) -> None:
    one = await house.listener(most=5)
    await house.execute("UPDATE shift SET starts_at = starts_at - interval '1 day'")
    # given four answered and one who left this morning, and one answered yesterday evening
    house.now -= 22 * 60 * MINUTE
    await house.end(await house.chat(one), one)
    house.now += 12 * 60 * MINUTE
    for _ in range(4):
        await house.end(await house.chat(one), one)
    await house.leave(await house.join())
    # when this evening two are answered, one of them a test, and three leave
    house.now += 10 * 60 * MINUTE
    await house.chat(one)
    test = await house.chat(one)
    await house.execute(
        "INSERT INTO contact (contact_id, attempt_id, channel, line, answered_at_location_id,"
        " volunteer_id, started_at, ended_at, wait_seconds, kind, topics, outcome, heavy,"
        " duty_verified, version) SELECT contact_id, attempt_id, channel, line, $2, $3, now(),"
        " now(), 0, 'test', '{}', 'no_conversation', false, true, 1 FROM attempt"
        " WHERE attempt_id = $1", test, LOCATION, one,
    )  # fmt: skip
    for _ in range(3):
        await house.leave(await house.join())
    board = await house.board()
    # then
    assert (board.hour.answered, board.hour.missed, board.hour.share) == (1, 3, None)
    assert (board.day.answered, board.day.missed) == (5, 4)
    assert board.day.share == pytest.approx(5 / 9)
    assert board.missed == {"abandoned": 4, "no_listener": 0, "closed": 0}
    await house.leave(await house.join())
    assert (await house.board()).hour.share == pytest.approx(1 / 5)


async def test_the_day_is_amsterdams_and_the_hour_goes_over_midnight(house: House) -> None:
    # given it is 00:20 in Amsterdam in summer
    house.now = datetime(2026, 7, 1, 22, 20, tzinfo=UTC)
    midnight = house.now - 20 * MINUTE
    house.now = midnight - MINUTE
    await house.join()
    house.now = midnight
    await house.join()
    house.now = midnight + 20 * MINUTE
    board = await house.board()
    assert board.missed["no_listener"] == 1
    assert board.hour.missed == 2
    assert board.day.missed == 1


async def test_handovers_that_are_open_are_counted_by_partner_step_and_location(
    house: House,
) -> None:
    one = await house.listener()
    chats = [await house.chat(one), await house.chat(one)]
    chats.append(await house.chat(await house.listener(at=ELSEWHERE)))
    for attempt, mode in zip(chats, ("warm_handover", "information", "warm_handover"), strict=True):
        await house.do(
            make_live_referral, attempt_id=attempt, contact_id=uuid4(), channel="chat",
            command=MakeReferral.model_validate({"partner": "113online", "mode": mode}),
            now=house.now, answer_within=WITHIN,
        )  # fmt: skip
    [asked] = (await house.board()).handovers
    assert (asked.partner, asked.step, asked.count) == ("113online", "offered", 2)
    assert [(place.name, count) for place, count in asked.at] == [("Almelo", 1), ("Zutphen", 1)]
    [own] = (await house.board(Reach(locations=frozenset({ELSEWHERE})))).handovers
    assert [(place.name, count) for place, count in own.at] == [("Almelo", 1)]

    accept = "UPDATE referral SET answer = 'accepted' WHERE attempt_id = $1"
    await house.execute(accept, chats[0])
    accepted, asked = (await house.board()).handovers
    assert (accepted.step, accepted.count, asked.count) == ("accepted", 1, 1)
    await house.execute("UPDATE referral SET outcome = 'connected'")
    assert (await house.board()).handovers == []


async def test_shifts_that_start_within_twelve_hours_and_miss_somebody_are_holes(
    house: House,
) -> None:
    hours = 60 * MINUTE
    await house.shift(starts=hours, needed=3, filled=1)
    await house.shift(starts=hours, needed=2, filled=1)
    await house.shift(at=ELSEWHERE, starts=hours, needed=2, filled=1)
    await house.shift(at=ELSEWHERE, starts=12 * hours, needed=2, filled=0)
    for not_one in (
        {"starts": 13 * hours, "filled": 0}, {"starts": -hours, "filled": 0},
        {"starts": hours, "cancelled": True, "filled": 0}, {"starts": hours},
    ):  # fmt: skip
        await house.shift(**not_one)  # type: ignore[arg-type]

    soon, later = (await house.board()).holes

    assert [(place.name, missing) for place, missing in soon.missing] == [
        ("Almelo", 1), ("Zutphen", 3),
    ]  # fmt: skip
    assert soon.people == 4
    assert (soon.starts_at, soon.ends_at) == (house.now + hours, house.now + 7 * hours)
    assert [(place.name, missing) for place, missing in later.missing] == [("Almelo", 2)]
