"""The roster board in a real browser: holes of a day closed by keyboard alone, and live."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from shared.pages import live
from shared.roles import Role
from volunteers.amsterdam import day_of

from tests.browser import pages
from tests.browser.looking import looking_at, visiting
from tests.browser.signing_in import DONE
from tests.browser.site import Person, Site
from tests.volunteers import desk

pytestmark = pytest.mark.asyncio(loop_scope="session")
SOON_MS = 15_000
BOARD = "/volunteers/board"
WHO = "coordinator of Doetinchem"
MOST_STOPS = 80
NAMES = ("Anna Bakker", "Bram de Vries", "Chris Jansen", "Dewi Visser", "Elif Smit")
weeks = count()
# From 72 hours before a shift the service asks by itself, in the midst of a test.
FIRST_DAY = timedelta(days=4)


@dataclass(frozen=True)
class Team:
    """A location, its people, and three shifts of one day that nobody is in."""

    location: str
    people: list[str]
    day: date
    morning: str
    evening: str
    at_once: str


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def people(helpline: Site) -> tuple[str, list[str]]:
    """A location of its own, and five people who were admitted there."""
    client = helpline.services["volunteers"].client
    location = await desk.a_location(client)
    helpline.persons[WHO] = Person(Role.COORDINATOR, locations=(UUID(location),))
    found = await desk.admitted(client, location, 5)
    for one, name in zip(found, NAMES, strict=True):
        answer = await client.put(f"/v1/people/{one}", json={"name": name})
        assert answer.status_code in {200, 201}, answer.text
    return location, found


@pytest_asyncio.fixture(loop_scope="session")
async def team(helpline: Site, people: tuple[str, list[str]]) -> Team:
    """A morning, an evening with two places, and chats of that evening: in four days or later.

    Each test has a week of its own.
    """
    client = helpline.services["volunteers"].client
    day = day_of(datetime.now(UTC)) + FIRST_DAY + timedelta(weeks=next(weeks))
    opened = [
        await desk.a_shift(
            client, people[0], day=f"{day}", part=part, needed=needed, channels=[channel]
        )
        for part, needed, channel in (
            ("morning", 1, "telephone"), ("evening", 2, "telephone"), ("evening", 1, "chat"),
        )
    ]  # fmt: skip
    return Team(*people, day, *opened)


@pytest_asyncio.fixture(loop_scope="session")
async def tab(
    browser: Browser, helpline: Site, team: Team, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Page]:
    """The board of today in a browser of the team's coordinator."""
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 0.05)
    async with visiting(browser, helpline, WHO, "en") as context:
        tab = await context.new_page()
        await tab.goto(BOARD)
        yield tab


async def tab_to(tab: Page, selector: str) -> None:
    """Press Tab until what is wanted has the focus."""
    for _ in range(MOST_STOPS):
        await tab.keyboard.press("Tab")
        if await tab.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


async def press(tab: Page, selector: str) -> None:
    """Go to a link or a button by keyboard, and follow it."""
    await tab_to(tab, selector)
    async with tab.expect_navigation():
        await tab.keyboard.press("Enter")


async def offers(site: Site, shift: str) -> list[Any]:
    client = site.services["volunteers"].client
    found = await desk.get(client, f"/offers?shiftId={shift}&open=true")
    items: list[Any] = found["items"]
    return items


async def say_yes(site: Site, shift: str, how_many: int) -> None:
    """Let those who were asked first have the places."""
    service = site.services["volunteers"]
    for offer in (await offers(site, shift))[:how_many]:
        site.persons["who was asked"] = Person(Role.LISTENER, UUID(offer["volunteerId"]))
        token = site.token("who was asked")
        answer = await service.client.post(
            f"/v1/offers/{offer['offerId']}/acceptance",
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 201, answer.text


async def test_a_coordinator_closes_the_holes_of_a_day_by_keyboard_alone(
    tab: Page, team: Team, helpline: Site
) -> None:
    await press(tab, f"#day-{team.day}")
    await expect(tab.locator(".holes li")).to_have_count(3)
    # The first hole by itself, which leads on to the next one.
    await press(tab, f"#hole-{team.morning}")
    await expect(tab.locator("#hole-title")).to_contain_text("Morning")
    await press(tab, "#ask-best")
    await expect(tab.locator(DONE)).to_have_text("3 people were asked.")
    await expect(tab.locator("#hole-title")).to_contain_text("Evening")
    assert len(await offers(helpline, team.morning)) == 3
    # All others at once.
    await press(tab, "#all")
    await press(tab, "#ask-all")
    await expect(tab.locator(DONE)).to_contain_text("asked")
    await expect(tab.locator("#ask-all")).to_have_count(0)
    assert await offers(helpline, team.evening)

    # Nobody has a place yet: they have when they say yes, and the board shows it by itself.
    await expect(tab.locator(".holes li")).to_have_count(3)
    await say_yes(helpline, team.morning, 1)
    await expect(tab.locator(".holes li")).to_have_count(2, timeout=SOON_MS)
    await expect(tab.locator(f"#shift-{team.morning} .taken")).to_have_text("1/1")
    await expect(tab.locator(f"#shift-{team.morning}")).to_contain_text("✓")


async def test_who_has_agreed_by_telephone_is_given_the_place_by_keyboard(
    tab: Page, team: Team, helpline: Site
) -> None:
    await tab.goto(f"{BOARD}?day={team.day}&shift={team.morning}#hole")
    await press(tab, "[id^=give-]")
    await expect(tab.locator(DONE)).to_have_text("The place was given.")
    shift = await desk.get(helpline.services["volunteers"].client, f"/shifts/{team.morning}")
    assert shift["filled"] == 1


async def test_two_are_asked_to_move_up_where_nobody_is_free(
    tab: Page, team: Team, helpline: Site
) -> None:
    client = helpline.services["volunteers"].client
    one, *others = team.people
    busy = await desk.a_shift(
        client, team.location, day=f"{team.day}", part="evening", needed=4, channels=["email"]
    )
    for other in others:
        await desk.post(client, f"/shifts/{busy}/places", volunteerId=other)
    (taker,) = await desk.admitted(client, team.location, 1, channels=["chat"])
    await desk.post(client, f"/shifts/{team.at_once}/places", volunteerId=one)
    await tab.goto(f"{BOARD}?day={team.day}&shift={team.evening}#hole")
    await press(tab, "#chain-1")
    await expect(tab.locator(DONE)).to_have_text("2 people were asked.")
    async with helpline.services["volunteers"].database.commit() as connection:
        legs = await connection.fetch(
            "SELECT volunteer_id, gives, takes FROM swap_leg WHERE volunteer_id = ANY($1)"
            " ORDER BY number",
            [UUID(one), UUID(taker)],
        )
    assert [tuple(leg.values()) for leg in legs] == [
        (UUID(one), UUID(team.at_once), UUID(team.evening)),
        (UUID(taker), None, UUID(team.at_once)),
    ]


async def test_what_has_the_focus_keeps_it_while_the_board_is_drawn_anew(
    tab: Page, team: Team, helpline: Site
) -> None:
    await tab.goto(f"{BOARD}?day={team.day}")
    kept = tab.locator(f"#hole-{team.evening}")
    await kept.focus()
    client = helpline.services["volunteers"].client
    await desk.post(client, f"/shifts/{team.morning}/places", volunteerId=team.people[0])
    await expect(tab.locator(".holes li")).to_have_count(2, timeout=SOON_MS)
    await expect(kept).to_be_focused()


@pytest.mark.parametrize(("language", "scheme"), [("nl", "light"), ("en", "dark")])
async def test_the_board_and_a_hole_are_read_on_a_phone_and_a_laptop(
    browser: Browser, helpline: Site, team: Team, language: str, scheme: Any
) -> None:
    client = helpline.services["volunteers"].client
    await desk.post(client, f"/shifts/{team.at_once}/places", volunteerId=team.people[0])
    for query in (f"?day={team.day}", f"?day={team.day}&shift={team.evening}"):
        name = f"roster-board-{'hole' if 'shift' in query else 'day'}"
        page = pages.Page("volunteers", name, BOARD, WHO, query=query)
        async with looking_at(browser, helpline, page, language) as seen:
            await seen.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert await seen.axe_finds(scheme) == []
            for width in (390, 1366):
                await seen.tab.set_viewport_size({"width": width, "height": 800})
                await seen.photograph(f"{width}-{scheme}")
                assert await seen.ask("tooWide") == []
                assert await seen.ask("tooSmall") == []
            assert seen.complaints == []
