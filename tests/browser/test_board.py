"""The coordinator's board in a real browser: on a wall and on a telephone, live, and closing."""

import itertools
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect
from sensoor.bus.keys import BusKeys
from shared.pages import live

from tests.browser.busy import LOCAL, NAMES, NATION, busy, serving
from tests.browser.looking import looking_at, visiting
from tests.browser.pages import LANGUAGES, Page
from tests.browser.site import Site
from tests.contacts.house import House, house_of

pytestmark = pytest.mark.asyncio(loop_scope="session")
SOON_MS = 15_000
BOARD = Page("contacts", "board-busy", "/contacts/board", NATION)
SIZES = {"wall": (1920, 1080), "laptop": (1366, 768), "telephone": (390, 844)}
FITS = "document.scrollingElement.scrollHeight <= innerHeight"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def evening(
    browser: Browser, postgres: str, templates: dict[str, str], keys: BusKeys
) -> AsyncIterator[tuple[Site, House]]:
    """A busy evening."""
    async with serving(postgres, templates, keys) as running:
        house = house_of(running.services["contacts"])
        await busy(house)
        yield running, house


@pytest.mark.parametrize(
    ("language", "scheme", "size"), [*itertools.product(LANGUAGES, ("light", "dark"), SIZES)]
)
async def test_a_busy_board_is_read_on_a_wall_and_on_a_telephone(
    browser: Browser, evening: tuple[Site, House], language: str, scheme: Any, size: str
) -> None:
    site, _ = evening
    async with looking_at(browser, site, BOARD, language) as seen:
        width, height = SIZES[size]
        await seen.tab.set_viewport_size({"width": width, "height": height})
        await seen.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await seen.photograph(f"{size}-{scheme}", full_page=size != "wall")
        assert await seen.axe_finds(scheme) == []
        assert await seen.ask("tooWide") == []
        assert await seen.ask("tooSmall") == []
        if size == "wall":
            assert await seen.tab.evaluate(FITS)
        assert seen.complaints == []


async def test_who_comes_is_shown_without_loading_anew_and_what_has_the_focus_keeps_it(
    browser: Browser, evening: tuple[Site, House], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 0.05)
    site, house = evening
    async with visiting(browser, site, NATION, "en") as context:
        tab = await context.new_page()
        await tab.goto("/contacts/board")
        said = tab.get_by_role("status").filter(has_text="nobody can take them")
        await expect(said).to_have_text("3 wait, and nobody can take them")
        await said.evaluate("one => { one.isTheSame = true }")
        hole = tab.locator(".places a").first
        await hole.focus()

        attempt = await house.join()
        await expect(said).to_have_text("4 wait, and nobody can take them", timeout=SOON_MS)
        await expect(tab.locator(".numbers .number").first).to_have_text("4")
        await house.leave(attempt)
        await expect(said).to_have_text("3 wait, and nobody can take them", timeout=SOON_MS)

        await expect(hole).to_be_focused()
        assert await said.evaluate("one => one.isTheSame")  # so that it is read aloud once


async def test_a_coordinator_of_a_location_sees_its_own_and_closes_nothing(
    browser: Browser, evening: tuple[Site, House]
) -> None:
    site, _ = evening
    async with visiting(browser, site, LOCAL, "en") as context:
        tab = await context.new_page()
        await tab.goto("/contacts/board")
        assert await tab.locator(".locations h3").all_inner_texts() == ["Zwolle"]
        await expect(tab.locator(".headline")).to_contain_text("3 wait")
        await expect(tab.locator("main form, main details")).to_have_count(0)


async def test_the_chat_is_closed_and_opened_by_the_form_and_others_see_it_at_once(
    browser: Browser, evening: tuple[Site, House], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY_SECONDS", 0.05)
    site, _ = evening
    async with (
        visiting(browser, site, NATION, "en") as context,
        visiting(browser, site, LOCAL, "nl") as elsewhere,
    ):
        tab, other = await context.new_page(), await elsewhere.new_page()
        await other.goto("/contacts/board")
        await tab.goto("/contacts/board")
        reopen = tab.get_by_role("button", name="Open the chat again")
        await expect(reopen).to_be_hidden()
        await tab.get_by_text("Close the chat", exact=True).click()
        await tab.get_by_role("button", name="Close the chat now").click()

        await expect(tab.get_by_text("3 who waited were told so.")).to_be_visible()
        await expect(tab.locator(".headline")).to_contain_text("The chat is closed since")
        await expect(other.locator("[data-closed=chat]")).to_be_visible(timeout=SOON_MS)
        await expect(tab.get_by_text("Close the chat", exact=True)).to_be_hidden()

        await reopen.click()
        await expect(tab.get_by_text("The chat is open again.")).to_be_visible()
        await expect(tab.locator("[data-closed]")).to_have_count(0)
        await expect(other.locator("[data-closed]")).to_have_count(0, timeout=SOON_MS)


async def test_a_wall_has_room_for_five_listeners_at_each_of_twenty_five_locations(
    browser: Browser, evening: tuple[Site, House]
) -> None:
    site, house = evening
    for number in range(1, len(NAMES) + 1):
        for _ in range(2):
            await house.listener(at=UUID(int=number), state="paused")
    await house.join()
    async with looking_at(browser, site, BOARD, "nl") as seen:
        await seen.tab.set_viewport_size({"width": 1920, "height": 1080})
        await seen.photograph("wall-full", full_page=False)
        assert await seen.tab.locator(".locations li").count() > 5 * len(NAMES) - 10
        assert await seen.tab.evaluate(FITS)
