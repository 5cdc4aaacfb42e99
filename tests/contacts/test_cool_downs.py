"""Redials and cool-downs: told by the day's token, reviewed by others, over at midnight."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from contacts.misuse.know_caller import Caller
from contacts.misuse.queries import list_cool_downs
from contacts.misuse.review_cool_down import review_cool_down
from contacts.misuse.rules import (
    CallerNotKnownAnyMore,
    CoolDownWithoutReason,
    NoCoolDownWithoutACall,
    OwnCoolDown,
)
from shared.database import Database
from shared.reach import BeyondReach, Reach
from shared.roles import Role

from tests import issuing
from tests.contacts.given import LOCATION
from tests.contacts.house import ELSEWHERE, MINUTE, NATION, House, house_in_zutphen, house_of
from tests.contacts.misusing import call, known, misused, new_token, register
from tests.platform import Platform

HOUR = timedelta(hours=1)
NEW, AGAIN = Caller(redial=False, cooled_down=False), Caller(redial=True, cooled_down=False)
COOLED_DOWN = Caller(redial=True, cooled_down=True)


@pytest.fixture
async def house(platform: Platform) -> House:
    return await house_in_zutphen(platform)


async def rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    async with database.commit() as connection:
        return [tuple(row) for row in await connection.fetch(statement)]


async def test_a_caller_is_new_once_a_day_and_calls_again_until_midnight_in_amsterdam(
    house: House,
) -> None:
    token, first = new_token(), uuid4()
    assert await known(house, token, first) == NEW
    assert await known(house, token, first) == NEW  # the same call, told twice
    assert await known(house, token) == AGAIN
    assert await known(house, new_token()) == NEW
    house.now += 3 * HOUR - MINUTE  # 23:59
    assert await known(house, token) == AGAIN
    house.now += MINUTE
    assert await known(house, token) == NEW
    assert await known(house, token) == AGAIN


async def test_a_cool_down_holds_at_once_however_often_somebody_dials_and_ends_by_itself(
    house: House,
) -> None:
    # given a call that was misuse
    token, one = new_token(), await house.listener()
    await register(house, await call(house, token, one), one, misused())
    # then the caller reaches nobody, and others do
    for _ in range(120):
        assert await known(house, token) == COOLED_DOWN
    assert await known(house, new_token()) == NEW
    # until it is over
    house.now += HOUR
    assert await known(house, token) == AGAIN


async def test_a_cool_down_ends_at_midnight_with_the_token(house: House) -> None:
    token, one = new_token(), await house.listener()
    await register(house, await call(house, token, one), one, misused(cool_down="rest_of_day"))
    house.now += 3 * HOUR - MINUTE
    assert await known(house, token) == COOLED_DOWN
    house.now += MINUTE
    assert await known(house, token) == NEW


async def test_a_call_of_the_same_caller_that_waits_is_told_so_and_missed_once(
    house: House,
) -> None:
    # given a caller who has called again while the first call is registered
    token, one = new_token(), await house.listener()
    ended = await call(house, token, one)
    await call(house, token, one, state="waiting")
    # when the cool-down is registered, twice
    for _ in range(2):
        await register(house, ended, one, misused())
    # then the call that waits is missed, and it is told once
    missed = "SELECT reason, redial, cooled_down FROM missed_attempt"
    assert await rows(house.database, missed) == [("closed", True, True)]
    assert len(await rows(house.database, "SELECT * FROM cool_down")) == 1
    told = await rows(house.database, "SELECT subject FROM outbox ORDER BY subject")
    assert [row[0] for row in told if "contact_" in row[0]] == [
        "contacts.contact_handled.v1", "contacts.contact_missed.v1",
    ]  # fmt: skip


async def test_what_cannot_have_a_cool_down_is_refused_and_nothing_is_registered(
    house: House,
) -> None:
    one = await house.listener()
    chat = await house.chat(one)
    await house.end(chat, one)
    with pytest.raises(NoCoolDownWithoutACall):
        await register(house, chat, one, misused())
    token = new_token()
    ended = await call(house, token, one)
    with pytest.raises(CoolDownWithoutReason):
        await register(house, ended, one, misused(misuse_kind=None))
    house.now += 3 * HOUR
    with pytest.raises(CallerNotKnownAnyMore):
        await register(house, ended, one, misused())
    assert await rows(house.database, "SELECT * FROM contact") == []
    assert await rows(house.database, "SELECT * FROM cool_down") == []
    await register(house, ended, one, misused(cool_down=None))
    assert await rows(house.database, "SELECT misuse_kind, redial FROM contact") == [
        ("sexual", False)
    ]


async def reviewed(house: House, review: str, reach: Reach) -> None:
    [(cool_down_id,)] = await rows(house.database, "SELECT cool_down_id FROM cool_down")
    await house.do(review_cool_down, cool_down_id, review, reach, house.now)


async def shown(house: House, reach: Reach) -> list[bool]:
    """Return whether each cool-down that somebody sees may be reviewed by them."""
    return [one.may_review for one in await house.do(list_cool_downs, reach, house.now)]


async def test_one_that_is_lifted_lets_the_caller_in_at_once_and_one_that_is_upheld_does_not(
    house: House,
) -> None:
    one = await house.listener()
    for review, then in (("lifted", AGAIN), ("upheld", COOLED_DOWN)):
        token = new_token()
        await register(house, await call(house, token, one), one, misused())
        for _ in range(2):
            await reviewed(house, review, NATION)
        assert await known(house, token) == then
        [found] = await house.do(list_cool_downs, NATION, house.now)
        assert (found.review, found.holds) == (review, review == "upheld")
        await house.execute("DELETE FROM cool_down")


async def test_mentors_and_coordinators_of_the_location_review_it_and_nobody_their_own(
    house: House,
) -> None:
    mentor, listener = await house.listener("mentor"), await house.listener()
    other = await house.listener("mentor", at=ELSEWHERE)
    await register(house, await call(house, new_token(), mentor), mentor, misused())
    # who asked sees it, and does not review it
    assert await shown(house, Reach(person=mentor)) == [False]
    with pytest.raises(OwnCoolDown):
        await reviewed(house, "lifted", Reach(person=mentor, locations=frozenset({LOCATION})))
    # another listener, another location's mentor and coordinator do neither
    for reach in (
        Reach(person=listener), Reach(person=other), Reach(locations=frozenset({ELSEWHERE})),
    ):  # fmt: skip
        assert await shown(house, reach) == []
        with pytest.raises(BeyondReach):
            await reviewed(house, "lifted", reach)
    # a mentor and the coordinator of the location do
    colleague = await house.listener("mentor")
    assert await shown(house, Reach(locations=frozenset({LOCATION}))) == [True]
    assert await shown(house, Reach(person=colleague)) == [True]
    await reviewed(house, "upheld", Reach(person=colleague))
    assert await shown(house, NATION) == [False]
    # and after a week it is out of sight
    house.now += timedelta(days=7, hours=1)
    assert await shown(house, NATION) == []


async def test_the_api_and_the_page_show_and_review_without_a_word_of_the_caller(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    house, token, one = house_of(contacts), new_token(), uuid4()
    await house.location("Zutphen", LOCATION)
    await house.listener(volunteer_id=one)
    await register(house, await call(house, token, one), one, misused())
    theirs = issuing.header_for(Role.COORDINATOR, locations=(LOCATION,))
    answer = await contacts.client.get("/v1/cool-downs", headers=theirs)
    [found] = answer.json()["items"]
    assert (found["reason"], found["holds"], found["mayReview"]) == ("sexual", True, True)
    assert token.hex() not in answer.text
    assert str(one) not in answer.text
    # a page, and its form
    browser = theirs | {"Accept": "text/html", "Accept-Language": "en"}
    page = await contacts.client.get("/contacts/cool-downs", headers=browser)
    assert "To be reviewed" in page.text
    assert "Zutphen" in page.text
    address = f"/contacts/cool-downs/{found['coolDownId']}/review"
    wrong = await contacts.client.post(address, data={"review": "no"}, headers=browser)
    assert wrong.status_code == 400
    done = await contacts.client.post(address, data={"review": "lifted"}, headers=browser)
    assert done.status_code == 303
    assert await known(house, token) == AGAIN
    path = f"/v1/cool-downs/{found['coolDownId']}/review"
    again = await contacts.client.post(path, json={"review": "upheld"}, headers=theirs)
    assert again.json()["type"].endswith("cool-down-reviewed")
    nowhere = await contacts.client.post(
        f"/v1/cool-downs/{UUID(int=9)}/review", json={"review": "upheld"}, headers=theirs
    )
    assert nowhere.status_code == 404
