"""A volunteer's own pages, without a browser: what each form does, says, and refuses."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import httpx
import pytest
from shared.pages.show import FLASH
from shared.roles import Role

from tests.platform import Platform, Running
from tests.volunteers.attempts import Helpline, Somebody
from tests.volunteers.people import browser_of, carried, words

ME = "/volunteers/me"
DAY = datetime.now(UTC).date() + timedelta(days=5)
CONTACT = {"name": "Anna Verzonnen", "email": "anna@verzonnen.example", "reminderHours": "24"}


@dataclass
class Phone:
    """Somebody's browser."""

    browser: httpx.AsyncClient

    async def send(self, path: str, page: str = "/data", **typed: Any) -> httpx.Response:
        hidden = await carried(self.browser, f"{ME}{page}")
        return await self.browser.post(f"{ME}{path}", data=hidden | typed)

    async def done(self, path: str, page: str = "/data", **typed: Any) -> str:
        """Send a form, which is done; return what the next page says that it did."""
        answer = await self.send(path, page, **typed)
        assert answer.status_code == 303, words(answer)
        return unquote(answer.cookies[FLASH]).strip('"')

    async def reads(self, page: str = "") -> str:
        shown = await self.browser.get(f"{ME}{page}")
        assert shown.status_code == 200, words(shown)
        return unescape(words(shown))


async def helpline(platform: Platform) -> tuple[Running, Helpline]:
    service = await platform.service("volunteers", role="api")
    return service, await Helpline(service.client, service.database, DAY).open()


@asynccontextmanager
async def phone(service: Running, one: Somebody, language: str = "en") -> AsyncIterator[Phone]:
    async with browser_of(
        service, Role.LISTENER, person=one.volunteer_id, language=language
    ) as browser:
        yield Phone(browser)


async def state_of(line: Helpline, one: Somebody) -> Any:
    async with line.database.commit() as connection:
        return await connection.fetchval(
            "SELECT state FROM volunteer WHERE volunteer_id = $1", UUID(one.volunteer_id)
        )


async def test_the_page_that_is_kept_leaves_the_message_of_a_form_to_who_sent_it(
    platform: Platform,
) -> None:
    service, line = await helpline(platform)
    (me,) = await line.people("new")
    async with phone(service, me) as mine:
        mine.browser.cookies.set(FLASH, "It%20is%20done")
        assert "It is done" not in await mine.reads("/shifts/kept")
        assert "It is done" in await mine.reads("/shifts")


async def test_what_somebody_says_of_oneself_is_kept_sealed_and_nowhere_else(
    platform: Platform,
) -> None:
    service, line = await helpline(platform)
    (me,) = await line.people("new")
    async with phone(service, me) as mine:
        assert await mine.done("/data", version="0", **CONTACT) == "Your data is saved."
        assert 'value="Anna Verzonnen"' in (await mine.browser.get(f"{ME}/data")).text
    async with line.database.commit() as connection:
        kept = await connection.fetch("SELECT answer FROM idempotent_request")
    assert [row["answer"] for row in kept] == ["{}"]


async def test_a_volunteer_stands_by_stays_on_and_takes_it_back(platform: Platform) -> None:
    service, line = await helpline(platform)
    me, other = await line.people("new", "new")
    before, after = [await line.shift(0, part) for part in ("afternoon", "early_evening")]
    full = await line.shift(1, "evening")
    await line.sign_up(me, before)
    await line.sign_up(other, full)
    async with phone(service, me) as mine:
        week = f"/open?day={DAY}"
        shown = await mine.reads(week)
        # Who is in the shift before stays on; of any other, full or open, one is asked first.
        assert shown.count("I stay on if needed") == 1
        assert shown.count("Ask me if needed") == 2
        said = await mine.done(f"/open/{after}/standby?day={DAY}", week, kind="stay_on")
        assert said == "Thank you! If a place is open at the start, it is yours."
        said = await mine.done(f"/open/{full}/standby?day={DAY}", week, kind="standby")
        assert said == "Thank you! If somebody drops out, you are asked first."
        shown = await mine.reads("/shifts")
        assert "If a place comes free" in shown
        assert ("You stay on if needed" in shown, "You are asked first" in shown) == (True, True)

        assert await mine.done(f"/open/{after}/standby-no-more") == "You stand by no more."
        assert await mine.done(f"/open/{full}/standby-no-more") == "You stand by no more."
        assert "If a place comes free" not in await mine.reads("/shifts")
        refused = await mine.send(f"/open/{full}/standby", kind="stay_on")
        assert "Who stays on is in the shift just before" in words(refused)


FIXED = {"weekday": "6", "dayPart": "evening", "everyWeeks": "2", "fromDay": f"{DAY}"}


@pytest.mark.parametrize(
    ("language", "often", "refusal"),
    [
        ("en", "Every second Sunday, Evening", "end it first, or begin after its last day"),
        ("nl", "Om de andere zondag, Avond", "beëindig die eerst, of begin na de laatste dag"),
    ],
)
async def test_a_volunteer_has_a_fixed_shift_until_they_end_it(
    platform: Platform, language: str, often: str, refusal: str
) -> None:
    service, line = await helpline(platform)
    (me,) = await line.people("for chat")
    async with phone(service, me, language) as mine:
        assert await mine.done("/when/fixed", "/when", **FIXED)
        assert often in await mine.reads("/when")
        assert refusal in words(await mine.send("/when/fixed", "/when", **FIXED))
        (fixed,) = (await line.ask(me, "GET", "/fixed-shifts")).json()["items"]
        first = datetime.fromisoformat(fixed["firstDay"]).date()
        assert (first.weekday(), 0 <= (first - DAY).days < 7) == (6, True)
        assert (fixed["locationId"], fixed["channels"]) == (line.here, ["chat"])

        assert await mine.done(f"/when/fixed/{fixed['fixedId']}/end", "/when")
        assert often not in await mine.reads("/when")


@pytest.mark.parametrize("wrong", [{"weekday": "7"}, {"everyWeeks": "3"}, {"fromDay": ""},
                                   {"fromDay": "2099-12-31"}])  # fmt: skip
async def test_a_fixed_shift_that_is_none_is_shown_again_with_what_to_change(
    platform: Platform, wrong: dict[str, str]
) -> None:
    service, line = await helpline(platform)
    (me,) = await line.people("new")
    async with phone(service, me) as mine:
        answer = await mine.send("/when/fixed", "/when", **FIXED | wrong)
    assert answer.status_code == 400
    assert f'id="{next(iter(wrong))}-error"' in answer.text


async def test_a_pause_gives_back_what_it_covers_and_ends_when_the_volunteer_says_so(
    platform: Platform,
) -> None:
    service, line = await helpline(platform)
    (me,) = await line.people("new")
    inside, later = [await line.shift(days, "evening") for days in (0, 3)]
    for shift in (inside, later):
        await line.sign_up(me, shift)
    async with phone(service, me) as mine, phone(service, me, "nl") as dutch:
        past = await mine.send("/when/pause", "/when", until="2016-01-01")
        assert "The last day of a pause is today or later" in words(past)
        assert await state_of(line, me) == "active"
        said = await mine.done("/when/pause", "/when", until=f"{DAY}")
        assert said.startswith("Your pause has begun.")
        assert await line.who_is_in(inside) == set()
        assert await line.who_is_in(later) == {me.volunteer_id}
        assert "Your pause lasts until" in await mine.reads()
        again = await dutch.send("/when/pause", "/when", until="")
        assert "Dit kan nu niet. De pagina “Vandaag”" in unescape(words(again))

        assert await mine.done("/when/resumption") == "Welcome back! Your pause is over."
        assert await state_of(line, me) == "active"
        assert await mine.done("/when/pause", "/when", until="")
        assert "Your pause lasts until you end it." in await mine.reads("/when")


async def test_who_leaves_is_told_what_happens_first_and_may_have_their_data_erased(
    platform: Platform,
) -> None:
    service, line = await helpline(platform)
    (me,) = await line.people("new")
    shift = await line.shift(0, "evening")
    await line.sign_up(me, shift)
    async with phone(service, me) as mine:
        await mine.done("/data", version="0", **CONTACT)
        assert "1 shift of yours is given back." in await mine.reads("/leaving")
        early = await mine.send("/leaving/erasure")
        assert "leave first" in words(early)
        assert await state_of(line, me) == "active"

        assert await mine.done("/leaving", "/leaving") == "You have left. Thank you for everything."
        assert await state_of(line, me) == "left"
        assert await line.who_is_in(shift) == set()
        assert "You have left." in await mine.reads()
        assert "Sign up" not in await mine.reads(f"/open?day={DAY}")
        assert await mine.done("/leaving/erasure", "/leaving") == "Your personal data is erased."
        assert "Anna" not in (await mine.browser.get(f"{ME}/data")).text
        refused = await mine.send("/data", "/leaving", version="0", **CONTACT)
        assert "Your data was erased" in words(refused)


async def test_everything_about_oneself_is_a_file_as_the_api_gives_it_without_a_name_outside(
    platform: Platform,
) -> None:
    service, line = await helpline(platform)
    me, other = await line.people("new", "new")
    await line.sign_up(me, await line.shift())
    async with phone(service, me) as mine:
        await mine.done("/data", version="0", **CONTACT)
        answer = await mine.browser.get(f"{ME}/data/everything.json")
        named = answer.headers["content-disposition"]
        assert named.startswith('attachment; filename="sensoor-my-data-2')
        assert not [one for one in ("Anna", me.volunteer_id) if one in named]
        assert answer.headers["cache-control"] == "no-store"
        found = json.loads(answer.text)
        path = f"/volunteers/{me.volunteer_id}/personal-data"
        assert found == (await line.ask(me, "GET", path)).json()
        assert found["contact"]["name"] == "Anna Verzonnen"
        assert len(found["records"]["place"]) == 1
        assert other.volunteer_id not in answer.text
    async with phone(service, me, "nl") as dutch:
        answer = await dutch.browser.get(f"{ME}/data/everything.json")
        assert "sensoor-mijn-gegevens-" in answer.headers["content-disposition"]
