"""The board as a page: what it says in both languages, to whom, and who closes the chat."""

from datetime import timedelta
from html import unescape
from re import sub
from typing import Any

import httpx
import pytest
from shared.roles import Role

from tests import issuing
from tests.contacts.given import LOCATION
from tests.contacts.house import House, house_of
from tests.http.asking import is_problem
from tests.platform import Platform, Running

PAGE = "/contacts/board"
CLOSING, OPENING = f"{PAGE}/chat/closing", f"{PAGE}/chat/opening"


async def serving(platform: Platform, **settings: Any) -> tuple[Running, House]:
    contacts = await platform.service("contacts", **settings)
    house = house_of(contacts)
    await house.location("Zutphen", LOCATION)
    return contacts, house


async def look(contacts: Running, *, language: str = "en", **person: Any) -> str:
    """Return the words of the page."""
    headers = issuing.header_for(Role.COORDINATOR, **person)
    headers |= {"Accept": "text/html", "Accept-Language": language}
    page = await contacts.client.get(PAGE, headers=headers)
    assert page.status_code == 200, page.text
    return words(page)


def words(page: httpx.Response) -> str:
    return unescape(sub(r"\s+", " ", sub(r"<[^>]+>", " ", page.text.split("<main")[1])))


async def test_it_says_who_waits_and_why_nobody_takes_it_in_both_languages(
    platform: Platform,
) -> None:
    contacts, house = await serving(platform)
    one = await house.listener(most=1)
    await house.chat(one)
    await house.join()

    english, dutch = await look(contacts), await look(contacts, language="nl")

    assert "1 waits, and nobody can take it Why nobody takes the first one: 1 full." in english
    assert "1 wacht, en niemand kan aannemen Waarom niemand de eerste aanneemt: 1 vol." in dutch
    assert "Zutphen Listener full 1/1" in english
    assert "Zutphen Luisteraar vol 1/1" in dutch
    assert "Answer rate hour – too little: 1 attempt" in english
    assert "Bereikbaarheid uur – te weinig: 1 oproep" in dutch
    assert str(one) not in english


async def test_it_follows_the_clock_of_the_queue(platform: Platform) -> None:
    contacts, house = await serving(platform, settable_clock=True)
    await house.listener()
    clock = {"shows": (house.now + timedelta(minutes=7)).isoformat()}
    answer = await contacts.client.put("/v1/clock", json=clock)
    assert answer.is_success, answer.text
    assert "Listener free 0/3 idle 7 min" in await look(contacts)


async def test_a_hole_leads_to_the_shifts_of_the_day_where_they_are_known(
    platform: Platform,
) -> None:
    addresses = {"volunteers": "https://sensoor.example"}
    contacts, house = await serving(platform, page_addresses=addresses)
    await house.shift(starts=timedelta(hours=1), filled=1)
    page = await contacts.client.get(PAGE, headers=issuing.header_for(Role.COORDINATOR))
    where = f"https://sensoor.example/volunteers/shifts?location={LOCATION}&amp;day=20"
    assert f'href="{where}' in page.text
    assert "Tekort, komende 12 uur 2" in words(page)


async def test_whoever_acts_for_the_nation_closes_the_chat_and_opens_it_again(
    platform: Platform,
) -> None:
    contacts, house = await serving(platform)
    await house.listener(most=1)
    await house.join()
    await house.join()
    headers = issuing.header_for(Role.COORDINATOR)

    closed = await contacts.client.post(CLOSING, headers=headers)
    assert (closed.status_code, closed.headers["location"]) == (303, PAGE)
    assert "The chat is closed since" in await look(contacts)
    async with contacts.database.commit() as connection:
        missed = await connection.fetch("SELECT reason FROM missed_attempt")
    assert [row["reason"] for row in missed] == ["closed", "closed"]

    opened = await contacts.client.post(OPENING, headers=headers)
    assert opened.status_code == 303
    assert "is closed since" not in await look(contacts)


async def test_who_acts_for_a_location_closes_nothing_and_is_shown_no_form(
    platform: Platform,
) -> None:
    contacts, _ = await serving(platform)
    here = issuing.header_for(Role.COORDINATOR, locations=(LOCATION,))
    nowhere = issuing.header_for(Role.COORDINATOR, locations=())
    for path in (CLOSING, OPENING):
        is_problem(await contacts.client.post(path, headers=here), 403, "beyond-reach")
        answer = await contacts.client.post(path, headers=nowhere)
        is_problem(answer, 403, "nothing-within-reach")
    assert "Close the chat" not in await look(contacts, locations=(LOCATION,))
    assert "Close the chat" in await look(contacts)


async def test_a_channel_that_is_not_on_the_queue_is_not_closed(platform: Platform) -> None:
    contacts, _ = await serving(platform)
    answer = await contacts.client.post(f"{PAGE}/email/closing")
    assert answer.status_code == 400


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
async def test_nobody_else_sees_or_closes_it(platform: Platform, role: Role) -> None:
    contacts, _ = await serving(platform)
    by = issuing.header_for(role)
    for method, path in (
        ("GET", PAGE), ("GET", f"{PAGE}/live"), ("POST", CLOSING), ("POST", OPENING),
    ):  # fmt: skip
        assert (await contacts.client.request(method, path, headers=by)).status_code == 403
